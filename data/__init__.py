"""Data: how files are read, imported, kept and erased."""
