"""Parsing: text becomes typed values (dates, numbers, links, hashtags), and each failure a message."""
