"""What an instructor sees of a class: wall, projector, a student's page. Reads everything; writes the log alone."""
