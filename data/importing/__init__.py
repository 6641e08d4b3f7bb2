"""A file becomes a receipt: read, detect, parse, load, refresh, publish."""
