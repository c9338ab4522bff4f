"""Settings of the service."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
VERSION = "4.2-${build}"
HOST = "app1.${host}.internal"
TIMES = ("09:00", "11:00", "14:00", "16:00")
ARCHIVE = ROOT / "archive-${folder}"
LOG = ROOT / "service.log"
SECRET_KEY = "${session_key}"
SMTP_PASSWORD = "${smtp_password}"
SUPPLIER_URL = "https://api.velo-parts.example/v2"
SUPPLIER_KEY = "${supplier_key}"
