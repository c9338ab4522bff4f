"""Knows who somebody is and what that person may do; every view of every room asks here first."""
