"""Files: a memory saved whole, or bound to a file that follows every change."""
