"""Shows a course pack as pages: the course, its topics and lessons, and how far a learner is."""
