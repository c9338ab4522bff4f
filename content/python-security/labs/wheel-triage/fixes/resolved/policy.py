"""Decides which packages from the public index this machine may install."""

import os
from pathlib import PurePosixPath

import machine
import wheels


def review(path):
    """Return why a package must not be installed, or an empty text."""
    if not path.name.endswith(".whl"):
        return "No source archives."
    wheel = wheels.Wheel(path)
    for is_wrong, reason in _findings(wheel):
        if is_wrong:
            return reason
    return ""


def _findings(wheel):
    """Give each rule: whether the wheel breaks it, and what to say then."""
    infos = wheel.infos()
    name = wheels.canonical(wheel.name())
    ours = [wheels.canonical(each) for each in machine.OURS]
    yield len(infos) != 1, "There must be one folder .dist-info."
    yield name in ours, "This name is ours."
    named = {wheels.canonical(each.split("-")[0]) for each in (wheel.filename, *infos)}
    yield named != {name}, "The file or the folder .dist-info has the name of another project."
    record = wheel.record()
    for member in wheel.members:
        is_record = member == f"{infos[0]}/RECORD"
        yield not is_record and record.get(member) != wheel.sha256(member), f"RECORD does not confirm {member}."
    for _, place in wheel.files():
        yield from _place(place)
    for command, _, _ in wheel.commands():
        yield from _place(command)


def _place(place):
    root = os.path.realpath(wheels.ROOT)
    real = PurePosixPath(os.path.realpath(os.path.join(root, place)))
    yield not real.is_relative_to(root), f"{place} is outside of the folder."
    real = real.relative_to(root)
    yield real.parts[0] not in {"site", "bin", "share"}, f"{place} is not a place for a package."
    yield os.path.lexists(os.path.join(root, real)), f"{place} exists."
    yield str(real) in {f"bin/{command}" for command in machine.SYSTEM_COMMANDS}, f"{place} hides a command."
    yield real.parts[:-1] == ("site",) and real.suffix == ".pth", f"{place} runs at each start."
    module = wheels.module(str(real))
    yield module in wheels.installed(), f"{place} hides the module {module}."
    yield module in ("sitecustomize", "usercustomize"), f"{place} runs at each start."
