"""Reminders and bookings for the hair salons of a chain."""
