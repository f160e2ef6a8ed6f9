"""The concept tree as a drawing: what is chosen, how it looks, what fires."""
