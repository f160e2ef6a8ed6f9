"""Who predicts: experts, and how any number of them is mixed."""
