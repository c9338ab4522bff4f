"""Decides which packages from the public index this machine may install."""

import machine
import wheels

OURS = {wheels.canonical(name) for name in machine.OURS}
AT_START = ("sitecustomize", "usercustomize")
SYSTEM = {f"bin/{command}" for command in machine.SYSTEM_COMMANDS}


def review(path):
    """Return why a package must not be installed, or an empty text."""
    if path.suffix != ".whl":
        return "Only wheels are installed; to build a source archive, its code must run."
    wheel = wheels.Wheel(path)
    places = [place for _, place in wheel.files()] + [command for command, _, _ in wheel.commands()]
    return _identity(wheel) or _contents(wheel) or next(filter(None, map(_place, places)), "")


def _identity(wheel):
    names = [wheel.name(), *(each.split("-")[0] for each in (wheel.filename, *wheel.infos()))]
    names = {wheels.canonical(name) for name in names}
    if len(names) > 1:
        return f"The wheel has several names: {names}."
    return "This name is ours." if names & OURS else ""


def _contents(wheel):
    record = wheel.record()
    for member in wheel.members:
        if member == f"{wheel.infos()[0]}/RECORD":
            continue
        if record.get(member) != wheel.sha256(member):
            return f"RECORD does not confirm {member}."
    return ""


def _place(place):
    folder, *parts = place.split("/")
    if folder not in ("site", "bin", "share") or {"", ".", ".."} & set(parts):
        return f"{place} is not a place for a package."
    if (wheels.ROOT / place).exists():
        return f"{place} exists."
    if place in SYSTEM:
        return f"{place} hides a command of the system."
    if place.startswith("site/") and len(parts) == 1 and place.endswith(".pth"):
        return f"{place} runs at each start."
    module = wheels.module(place)
    if module in wheels.installed() or module.split(".")[0] in AT_START:
        return f"The module {module} comes before one of the machine, or runs at each start."
    return ""
