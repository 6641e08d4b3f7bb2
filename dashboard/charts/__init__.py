"""Charts: a tidy frame becomes a figure, a title with the finding, and sentences. No SQL and no Streamlit."""
