"""What a memory tells of itself: reports, explanations, rankings, views."""
