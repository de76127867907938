"""Cut the text of a printed vector into its numbers, without evaluating anything."""
