"""Pages: layout only, in the order of the screen, over the parts they share."""
