"""The concept graph as columns of numbers, grown in bulk, and what networkx sees."""
