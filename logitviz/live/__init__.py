"""The live link: controls, numbers for their positions, and the script that shows them."""
