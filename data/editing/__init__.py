"""Changes that people make by hand: sheets edited on pages, the directory, their own formats, figures, erasures."""
