"""Programs that step along a tape: the machine, and how they are found."""
