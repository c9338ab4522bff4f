"""Keeps what learners do in a lab: files, marks, hints, submissions and verdicts, and how far that brings them."""
