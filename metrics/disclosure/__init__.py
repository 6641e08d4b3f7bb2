"""Rules on which numbers by contributor type may be shown."""
