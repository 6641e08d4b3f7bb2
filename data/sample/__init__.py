"""The synthetic sample campaign: `make.py` writes it, `exports` has its files."""
