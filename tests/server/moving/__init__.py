"""Moves of all rows between the two kinds of database."""
