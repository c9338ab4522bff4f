"""Attacks on the classroom's own site. Each was found by attacking it, and stays."""
