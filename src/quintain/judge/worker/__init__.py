"""Runs in the judge's own sandbox: tests and attacks meet the suspect, and what came of it is told."""
