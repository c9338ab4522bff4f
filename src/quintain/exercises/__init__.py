"""Grades exercises element by element, and keeps what people answered."""
