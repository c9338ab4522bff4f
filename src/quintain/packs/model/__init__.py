"""What a checked pack is, one module for each kind of file; all of it frozen."""
