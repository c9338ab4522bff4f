"""The course SEC-132 Python Security as Quintain finds it where it is installed: in the folder ``pack`` beside this."""
