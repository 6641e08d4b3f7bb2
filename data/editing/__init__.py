"""What people change by hand: sheets edited on pages, the directory, their own formats, published figures, erasures."""
