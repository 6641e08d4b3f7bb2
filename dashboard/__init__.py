"""The dashboard: pages, charts and files, in three languages."""
