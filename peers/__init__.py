"""Other people's ideas, built here to stand beside ours: peers for comparison.

Nothing in :mod:`plastic` imports anything from here.
"""
