"""Attempts judged again."""
