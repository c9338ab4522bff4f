"""Runs a learner's program for the learner alone: in a page, or in a terminal. Nothing is judged here."""
