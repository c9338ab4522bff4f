"""The customers' pages of a print shop."""
