"""Definitions of metrics, dimensions and their fact tables."""
