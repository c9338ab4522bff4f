"""Exploits of a class tried on classmates' fixes: what students enter by their own will, and what came of it."""
