"""Grids: puzzles such as ARC's, solved by the shortest explanation of what is seen."""
