"""What this machine has, and what is ours."""

OURS = ("star-charts", "dome-control", "night.log")
SYSTEM_COMMANDS = ("git", "python3", "ssh", "tar")
