"""Finds the browsers that tests drive, or brings them where the system's package manager can."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

FIREFOX_NAMES = ("firefox-esr", "firefox")
BRING_SECONDS = 300
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")


def find_browser() -> Path | None:
    """Return the executable of an installed Chromium, Chrome or Edge; ``QUINTAIN_BROWSER`` overrides the search."""
    kept = sorted((Path.home() / ".cache" / "ms-playwright").glob("chromium-*/chrome-linux*/chrome"))
    return _named_or_installed("QUINTAIN_BROWSER", NAMES) or (kept[-1] if kept else None)


def _named_or_installed(variable: str, names: tuple[str, ...]) -> Path | None:
    """Return the program that the environment names, or else the first of these on PATH."""
    if named := os.environ.get(variable):
        return Path(named)
    return next((Path(program) for name in names if (program := shutil.which(name))), None)


def bring_browser() -> Path | None:
    """Install Chromium with apt-get when run as root on a Debian, with Playwright's own download otherwise."""
    if has_apt():
        attempts: tuple[tuple[str, ...], ...] = (
            ("apt-get", "update", "-qq"),
            ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"),
        )
    else:
        attempts = (("playwright", "install", "chromium"),)
    for attempt in attempts:
        subprocess.run(attempt, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return find_browser()


def find_firefox() -> Path | None:
    """Return the executable of an installed Firefox; ``QUINTAIN_FIREFOX`` overrides the search."""
    return _named_or_installed("QUINTAIN_FIREFOX", FIREFOX_NAMES)


def bring_firefox() -> Path | None:
    """Install Firefox ESR where apt-get has it and may; nowhere else, as the tests do without it."""
    if not has_apt():
        return None
    for attempt in (("update", "-qq"), ("install", "-y", "-qq", "--no-install-recommends", "firefox-esr")):
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(
                ("apt-get", *attempt),
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=BRING_SECONDS,
            )
    return find_firefox()


def has_apt() -> bool:
    """Tell whether packages can be installed with apt-get."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None
