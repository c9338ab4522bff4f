"""Gives a verdict, from outside: plans runs, opens sandboxes, hands them to a worker, and decides."""
