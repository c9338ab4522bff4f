"""Comments on lines of attempts, by learners and their instructors."""
