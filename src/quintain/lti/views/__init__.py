"""Pages: launches, what an operator connects, and what an instructor sees of it."""
