"""Records become Plotly figures, words and frames. No Streamlit here."""
