"""Which paths a file of a pack may have: one meaning on every system, and none that leads out of its folder."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

LONGEST_PATH_BYTES: Final = 240
"""Windows takes 259 characters with the folder before it."""
LONGEST_NAME_BYTES: Final = 120
DEEPEST: Final = 12
ROOT_FOLDERS: Final = frozenset(
    {"labs", "lessons", "quizzes", "exhibits", "exercises", "cases", "tracks", "runtimes", "translations"}
)
ROOT_FILES: Final = re.compile(
    r"pack\.toml|weaknesses\.toml|principles\.toml|checklist\.toml|glossary\.toml|assessment\.toml|(README|LICENSE|NOTICE|CHANGELOG)(\.md|\.txt)?"
)
# Names that Windows keeps for devices, with any ending: learn.microsoft.com, Naming Files, Paths, and Namespaces.
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\]')
_PROOF: Final = re.compile(r"labs/[^/]+/proof\.json", re.IGNORECASE)


def shown(path: str) -> str:
    """Write a path of an unknown author into a sentence: no character of it moves a terminal's cursor."""
    cut = path if len(path) <= 100 else f"{path[:100]}…"  # noqa: PLR2004
    return f"“{''.join(c if c.isprintable() else f'\\x{ord(c):02x}' for c in cut)}”"


def fault_of(path: str) -> str:
    """Say why no file of a pack may have this path; an empty string if it may."""
    for fault in (_place_fault(path), _length_fault(path), _name_fault(path)):
        if fault:
            return f"{shown(path)} {fault}"
    return ""


def _place_fault(path: str) -> str:
    parts = path.split("/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return "is an absolute path."
    if "\\" in path:
        return "has a backslash, which is a separator on some systems and a letter on others."
    if ".." in parts:
        return "leads out of its folder."
    if "" in parts or "." in parts:
        return "has an empty part, so another path names the same file."
    return _part_fault(path)


def _part_fault(path: str) -> str:
    folder, _, rest = path.partition("/")
    if not (folder in ROOT_FOLDERS if rest else ROOT_FILES.fullmatch(path)):
        return "is no file that a pack consists of."
    if _PROOF.fullmatch(path):
        return "is a proof, which is made on the machine where the lab is judged."
    return ""


def _length_fault(path: str) -> str:
    parts = path.split("/")
    if len(path.encode("utf-8", "replace")) > LONGEST_PATH_BYTES:
        return f"is longer than {LONGEST_PATH_BYTES} bytes."
    if max(len(part.encode("utf-8", "replace")) for part in parts) > LONGEST_NAME_BYTES:
        return f"has a name that is longer than {LONGEST_NAME_BYTES} bytes."
    return f"is more than {DEEPEST} folders deep." if len(parts) > DEEPEST else ""


def _name_fault(path: str) -> str:
    if any(unicodedata.category(character).startswith("C") for character in path):
        return "has a control character, or one that nobody sees."
    if unicodedata.normalize("NFC", path) != path:
        return "is not in Unicode's form NFC, so it can look like another path."
    for part in path.split("/"):
        if _DEVICE.fullmatch(part):
            return "has a name that Windows keeps for a device."
        if _FORBIDDEN.search(part) or part != part.strip() or part.endswith("."):
            return "has a name that not every system can write."
    return ""


def clash_in(paths: Iterable[str]) -> str:
    """Say which two paths some system would take for one, or which file is another one's folder; empty if none is."""
    seen: dict[str, str] = {}
    for path in paths:
        folded = _fold(path)
        if seen.get(folded) == path:
            return f"{shown(path)} is in it twice."
        if folded in seen:
            return f"{shown(path)} and {shown(seen[folded])} are one file where the case of letters does not count."
        seen[folded] = path
    spellings: dict[str, str] = {}
    for path in seen.values():
        for folder in map(str, PurePosixPath(path).parents):
            if folder in {".", ""}:
                continue
            folded = _fold(folder)
            if folded in seen:
                return f"{shown(seen[folded])} is a file, and the folder of {shown(path)}."
            if spellings.setdefault(folded, folder) != folder:
                two = f"{shown(folder)} and {shown(spellings[folded])}"
                return f"{two} are one folder where the case of letters does not count."
    return ""


def _fold(path: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
