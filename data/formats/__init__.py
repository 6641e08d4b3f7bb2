"""Formats: one TOML file for each, and how a file is matched with its format."""
