"""The lesson contrastive."""
