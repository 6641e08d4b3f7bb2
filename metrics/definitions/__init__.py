"""What metrics, dimensions and their tables are."""
