"""The pages of a lab, and the endpoints of their scripts."""
