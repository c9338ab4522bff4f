"""Gives a verdict, from outside: plans runs, opens boxes, hands them to a worker, and decides."""
