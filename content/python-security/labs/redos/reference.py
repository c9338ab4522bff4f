"""Forty letters and no @: each letter more doubles the work."""

from target import call

call("contacts:is_email", "a" * 40)
