"""Settings, from the environment of the machine."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Settings:
    carrier: str
    key: str
    labels: Path


def read_key():
    """Return the API key for the carrier: from the file that the operator mounts, or from the environment."""
    path = os.environ.get("CARRIER_KEY_FILE")
    key = Path(path).read_text().strip() if path else os.environ.get("CARRIER_KEY")
    if not key:
        sys.exit("parcels: no API key; set CARRIER_KEY_FILE or CARRIER_KEY")
    return key


def load():
    """Return all settings."""
    return Settings(
        carrier=os.environ.get("CARRIER_URL", "http://127.0.0.1:8080"),
        key=read_key(),
        labels=Path(os.environ.get("LABELS", "labels")),
    )
