"""What may be shown of contributor types."""
