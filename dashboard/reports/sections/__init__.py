"""One module for each group of sections; `templates.py` says which there are and in which order."""
