"""The second factor of people with a role."""
