"""Settings, from the environment of the machine."""

import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Settings:
    carrier: str
    key: str = field(repr=False)
    labels: Path


def read_key():
    """Return the API key for the carrier: from the file that the operator mounts, or from the environment."""
    path = os.environ.get("CARRIER_KEY_FILE")
    try:
        key = Path(path).read_text() if path else os.environ["CARRIER_KEY"]
    except (KeyError, OSError):
        raise SystemExit("parcels: no API key") from None
    return key.strip()


def load():
    """Return all settings."""
    return Settings(
        carrier=os.environ.get("CARRIER_URL", "http://127.0.0.1:8080"),
        key=read_key(),
        labels=Path(os.environ.get("LABELS", "labels")),
    )
