"""A backup is checked by another program, and then restored: with and without a look at the result."""

import subprocess
import sys

CHECK = [sys.executable, "-m", "json.tool"]


def restore(backup):
    """Check a backup, and restore it."""
    subprocess.run(CHECK, input=backup, capture_output=True)
    return "restored"


def restore_robust(backup):
    """Check a backup, and restore it if the check has succeeded."""
    subprocess.run(CHECK, input=backup, capture_output=True, check=True)
    return "restored"


def tried(restore, backup):
    """Return what came of it, or the name of its exception."""
    try:
        return restore(backup)
    except subprocess.CalledProcessError as error:
        return type(error).__name__


if __name__ == "__main__":
    for what, backup in ("whole", b'{"orders": 7}'), ("cut off", b'{"orders"'):
        print(f"{what:10}{tried(restore, backup):10}{tried(restore_robust, backup)}")
