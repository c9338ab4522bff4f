"""Accounts of people: made, invited, exported and erased."""
