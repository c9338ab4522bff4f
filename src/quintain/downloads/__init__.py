"""Courseware to take home: which editions a person may have, their making in a process of its own, and the files."""
