"""What a memory holds: samples are the truth, the graph follows."""
