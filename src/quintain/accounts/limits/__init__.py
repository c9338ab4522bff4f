"""Slows guessing down: buckets of tries, and which of them a wrong password or code takes one from."""
