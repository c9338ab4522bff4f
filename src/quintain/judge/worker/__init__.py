"""Runs in the judge's own box: tests and attacks meet the suspect, and what came of it is told."""
