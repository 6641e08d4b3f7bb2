"""Charts: a tidy frame becomes a figure, a title that states the finding, and a sentence. No SQL, no Streamlit. One
file a chart."""
