"""Settings of this server."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
CLUB = "Seven Bridges Rowing Club"
BANK_KEY = "${bank_key}"
MANUALS = FOLDER / "manuals"
LOG_FILE = FOLDER / "logs" / "${log_name}.txt"
