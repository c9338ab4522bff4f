"""The profiles by their names in ``lab.toml``."""

from collections.abc import Mapping
from typing import Final

from quintain.judge.profiles import client, command, function, http, native, package
from quintain.judge.profiles.spec import ProfileSpec
from quintain.packs.model.lab import Lab, Profile

SPECS: Final[Mapping[Profile, ProfileSpec]] = {
    Profile.FUNCTION: function.SPEC,
    Profile.HTTP: http.SPEC,
    Profile.COMMAND: command.SPEC,
    Profile.NATIVE: native.SPEC,
    Profile.CLIENT: client.SPEC,
    Profile.PACKAGE: package.SPEC,
}


def spec_of(lab: Lab) -> ProfileSpec:
    """Return the description of a lab's profile."""
    return SPECS[lab.run.profile]
