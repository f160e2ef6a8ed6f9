"""The theory, to be run: what the library must agree with."""
