"""Bytes become a table of text: any encoding, line end and delimiter, CSV, JSON, workbooks."""
