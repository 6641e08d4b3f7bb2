"""Who must not be found: pseudonyms, what is erased, and which tables of contributor types are told."""
