"""Reading: the bytes of a file become a table of text, for any encoding, delimiter, CSV, JSON or workbook."""
