"""The warehouse: versions of one DuckDB file, how they are made, derived, migrated and locked."""
