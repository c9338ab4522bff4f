"""Keeps what learners do in a lab: files, marks, hints, submissions with their verdicts, and how far that brings them."""
