"""Pseudonyms, erasure, and which numbers by contributor type may be shown."""
