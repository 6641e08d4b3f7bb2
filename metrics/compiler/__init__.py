"""Names become SQL, and SQL becomes rows."""
