"""Reports: what a campaign's numbers say, as a frozen model that writers turn into files. No Streamlit."""
