"""What renews files that are made from others, and pictures. Nothing imports this but tests."""
