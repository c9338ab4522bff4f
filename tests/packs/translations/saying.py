"""Translations made by rule, so that tests can tell each word of a translated pack from its original."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from quintain.packs import Pack
from quintain.packs.translations import messages_of

MARK = "Über"


def say(text: str) -> str:
    """Return a translation of a message that keeps all rules: a mark before its words."""
    if text.startswith("| "):
        return f"| {MARK} {text[2:]}"
    return f"{MARK} {text}"


def everything(pack: Pack) -> Mapping[PurePosixPath, Mapping[str, str]]:
    """Return a translation of each message of a pack, by its catalogs."""
    return {name: {each.text: say(each.text) for each in messages} for name, messages in messages_of(pack).items()}
