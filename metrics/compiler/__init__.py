"""The compiler: metrics become SQL, and SQL becomes rows."""
