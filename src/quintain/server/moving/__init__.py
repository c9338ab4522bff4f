"""Moves all rows of a server between SQLite and PostgreSQL, a table at a time, and compares both sides at the end.

Both sides are read into one canonical form, see `values`. A backup of a PostgreSQL is a move into an SQLite file.
"""
