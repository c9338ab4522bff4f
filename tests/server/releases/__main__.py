"""Writes the database of a data folder down: see the package."""

import sys
from pathlib import Path

from tests.server.releases import write_down

write_down(Path(sys.argv[1]), Path(sys.argv[2]))
