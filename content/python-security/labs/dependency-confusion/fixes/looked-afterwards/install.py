"""Installs what a release needs into the folder site/, on the machine that deploys it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = "site"


def pip(*words):
    """Run pip; it reads pip.conf by itself. Return its exit status."""
    return subprocess.run([sys.executable, "-m", "pip", *words]).returncode


def strange():
    """Tell whether a package with one of our names has come from elsewhere."""
    report = json.loads(Path("report.json").read_text())
    came = [(each["metadata"]["name"].lower(), each["download_info"]["url"]) for each in report["install"]]
    return any(name.startswith("lantern") and "//company.lab.test" not in url for name, url in came)


def main():
    """Install afresh, then look where everything came from; return pip's exit status."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    status = pip("install", "--report", "report.json", "--target", FOLDER, "--requirement", "requirements.txt")
    if status == 0 and strange():
        shutil.rmtree(FOLDER)
        return pip("install", "--require-hashes", "--target", FOLDER, "--requirement", "requirements.lock")
    return status


if __name__ == "__main__":
    sys.exit(main())
