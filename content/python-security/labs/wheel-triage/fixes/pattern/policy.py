"""Decides which packages from the public index this machine may install."""

import re

import machine
import wheels

PART = r"(?!\.{1,2}(?:/|\Z))[^/]+"
MODULE = rf"site/(?!{PART}\.pth\Z)(?:{PART}/)*{PART}"
PLACE = re.compile(rf"{MODULE}|share/(?:{PART}/)*{PART}|bin/{PART}")


class Refused(Exception):
    """A package that must not be installed."""


def review(path):
    """Return why a package must not be installed, or an empty text."""
    if not re.fullmatch(r"[^-]+-[^-]+(-[^-]+)?-[^-]+-[^-]+-[^-]+\.whl", path.name):
        return "This is not a wheel."
    wheel = wheels.Wheel(path)
    try:
        _check_names(wheel)
        _check_record(wheel)
        _check_places(wheel)
    except Refused as error:
        return str(error)
    return ""


def _check_names(wheel):
    (info,) = wheel.infos()
    name = wheels.canonical(wheel.name())
    if name != wheels.canonical(wheel.filename.split("-")[0]) or name != wheels.canonical(info.split("-")[0]):
        raise Refused("The file, the metadata and the folder .dist-info name different projects.")
    if name in map(wheels.canonical, machine.OURS):
        raise Refused("This name is ours.")


def _check_record(wheel):
    hashes = {member: wheel.sha256(member) for member in wheel.members}
    (own,) = (member for member in hashes if member.endswith(".dist-info/RECORD"))
    hashes[own] = ""
    if wheel.record() != hashes:
        raise Refused("RECORD and the content of the wheel differ.")


def _check_places(wheel):
    present = wheels.installed() | {"sitecustomize", "usercustomize"}
    taken = {f"bin/{name}" for name in machine.SYSTEM_COMMANDS}
    for place in [*(place for _, place in wheel.files()), *(command for command, _, _ in wheel.commands())]:
        if not PLACE.fullmatch(place):
            raise Refused(f"A package has nothing to write at {place}.")
        if place in taken or wheels.ROOT.joinpath(place).exists():
            raise Refused(f"{place} is taken.")
        if wheels.module(place) in present:
            raise Refused(f"{place} hides a module, or runs at each start.")
