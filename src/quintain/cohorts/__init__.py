"""Classes: who takes the course together, on which days, on which seats."""
