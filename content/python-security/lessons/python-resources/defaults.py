"""What ruff reports about risky.py by default, and with all its security rules."""

import json
import subprocess
import sys
from pathlib import Path

RUFF = Path(sys.executable).with_name("ruff")


def rules(*options):
    """Return the security rules that fire, by line."""
    command = [RUFF, "check", "--isolated", "--no-cache", "--output-format", "json", *options, "risky.py"]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = json.loads(output)
    return {each["location"]["row"]: each["code"] for each in found if each["code"].startswith("S")}


default, security = rules(), rules("--select", "S")
print(f"{'':26}{'default':10}--select S")
for number, line in enumerate(Path("risky.py").read_text().splitlines(), 1):
    if number in security:
        print(f"{line.strip()[:24]:26}{default.get(number, '-'):10}{security[number]}")
