"""The lesson distillation."""
