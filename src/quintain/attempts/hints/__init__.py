"""Hints, which a learner opens one after another."""
