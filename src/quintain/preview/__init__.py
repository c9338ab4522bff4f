"""A learner's program at work: seen in a frame on an origin of its own, asked by hand, and tried in a terminal."""
