"""Asks the questions of lessons and keeps what people answered."""
