"""Pairs to learn from: the tasks of machines with memories, and SCAN."""
