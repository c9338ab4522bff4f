"""The report of the night. It uses our own packages, and none that the installer has brought."""

import hashlib
from pathlib import Path

import start  # noqa: F401  as each program of this machine
import ledger
import star_charts
from obs import tides

ROOT = Path(__file__).parent
token = ROOT.joinpath("vault", "token.txt").read_text().strip()
print(ROOT.joinpath("share", "limits.txt").read_text().strip())
print(f"Stars: {star_charts.count()}. Observations: {ledger.total()}. Next low tide: {tides.low()}.")
print(f"Signed: {hashlib.sha256(token.encode()).hexdigest()}")
