"""The heat map of a running club."""
