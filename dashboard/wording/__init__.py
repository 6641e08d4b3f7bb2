"""Answers in words, for pages and reports alike. No Streamlit."""
