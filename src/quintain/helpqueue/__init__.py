"""Raised hands: who of a class waits for help, with which question, and who answers."""
