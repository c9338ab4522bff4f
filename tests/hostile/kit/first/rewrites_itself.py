"""The file on disk becomes an innocent one; what runs is what was sent in."""

import pathlib

pathlib.Path(__file__).write_text("print('fixed')\n")
