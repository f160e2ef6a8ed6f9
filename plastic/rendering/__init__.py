"""Pictures of a memory: drawings, animations, plots, and files for other programs."""
