"""Sleep: finding the abstractions that have gaps, classes and places."""
