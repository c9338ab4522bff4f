"""Webhooks: what happens in the classroom is sent to endpoints of other programs, signed."""
