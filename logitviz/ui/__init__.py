"""Streamlit's part: the frame of every page, the table of controls, the live link."""
