"""Reads web pages as browsers do."""
