"""The messages between server, worker and suspect, and the one framed channel on which they travel."""
