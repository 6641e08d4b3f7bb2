"""The synthetic sample campaign: `make.py` writes it, `exports` holds it."""
