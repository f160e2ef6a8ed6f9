"""Models of how people find words in a stream, and experiments to give them."""
