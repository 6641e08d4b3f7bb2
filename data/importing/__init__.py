"""Importing: a file becomes a receipt, by reading, detecting, parsing, loading, refreshing and publishing."""
