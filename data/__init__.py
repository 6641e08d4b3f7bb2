"""How data comes in and is kept: formats, readers, mapping, importing, the warehouse."""
