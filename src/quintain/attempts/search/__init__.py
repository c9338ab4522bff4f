"""The search that goes on behind a verdict: sequences of calls by which a proven fix differs from the sound ones."""
