"""What an instructor sees of a class: the wall, the projector, a student's page. Reads everything, writes nothing."""
