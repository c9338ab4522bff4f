"""A sound fix that a learner may look at after the last hint, before a fix of their own is proven."""
