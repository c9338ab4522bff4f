"""The ways in which a suspect is met: one module for each profile, and what it needs beside it."""
