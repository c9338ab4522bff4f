"""Finds the Chromium that browser tests drive, or brings it where the system's package manager can."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")


def find_browser() -> Path | None:
    """Return the executable of an installed Chromium, Chrome or Edge; ``QUINTAIN_BROWSER`` overrides the search."""
    named = os.environ.get("QUINTAIN_BROWSER")
    if named:
        return Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    kept = sorted((Path.home() / ".cache" / "ms-playwright").glob("chromium-*/chrome-linux*/chrome"))
    return kept[-1] if kept else None


def bring_browser() -> Path | None:
    """Install Chromium with apt-get when run as root on a Debian, with Playwright's own download otherwise."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        attempts: tuple[tuple[str, ...], ...] = (
            ("apt-get", "update", "-qq"),
            ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"),
        )
    else:
        attempts = (("playwright", "install", "chromium"),)
    for attempt in attempts:
        subprocess.run(attempt, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return find_browser()
