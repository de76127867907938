"""What each colour means: the same on every chart of every page."""

# Placeholders, near-black, which Streamlit replaces by colours of its light or dark theme.
COLOURS = [f"#{i:06d}" for i in range(1, 11)]

# A class, and the class that is predicted, whose probability is the confidence.
CLASS, PREDICTED, *_ = COLOURS
STUDENT_1, STUDENT_2, TEACHER = COLOURS[3], COLOURS[2], COLOURS[7]
SHARED, STANDARDISED = COLOURS[9], COLOURS[8]  # ways to distil
ENTROPY = COLOURS[5]
BRUSH = COLOURS[4]
# The seventh is left out: it is the negative end of the diverging scale. What has no meaning of its
# own is drawn in INK or NEUTRAL of layout.py.
