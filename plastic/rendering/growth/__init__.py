"""A memory watched while it learns: signals, an animation, a page."""
