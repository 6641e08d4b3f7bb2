"""One module for each kind of file: it writes a report, reads one back, and carries the record by which it is checked."""
