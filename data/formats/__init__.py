"""Which format a file has: one TOML a format, and how a file is matched with it."""
