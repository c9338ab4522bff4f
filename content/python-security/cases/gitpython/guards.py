"""Try the doors that were found in GitPython's guard, one after the other, against a guard of each release.

The guards are written here from what each release was said to check; the git that they lead to is the real one.
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
type Guard = Callable[[Options, Keywords], bool]


def dashed(name: str) -> str:
    """Write a name as git wants it: ``u`` becomes ``-u``, ``upload_pack`` becomes ``--upload-pack``."""
    name = name.replace("_", "-")
    return f"-{name}" if len(name) == 1 else f"--{name}"


def command_line(options: Options, keywords: Keywords) -> list[str]:
    """Build the arguments that git will get; this is the moment at which they become what they mean."""
    words = shlex.split(" ".join(options))
    for name, value in keywords.items():
        words += [dashed(name), value] if len(name) == 1 else [f"{dashed(name)}={value}"]
    return words


def unguarded(_options: Options, _keywords: Keywords) -> bool:
    return True


def guard_of_texts(options: Options, _keywords: Keywords) -> bool:
    return not any(option.startswith(dashed(name)) for option in options for name in BLOCKED)


def guard_of_names(options: Options, keywords: Keywords) -> bool:
    return guard_of_texts(options, keywords) and not any(name in BLOCKED for name in keywords)


def guard_of_words(options: Options, keywords: Keywords) -> bool:
    words = [word.split("=")[0] for word in command_line(options, keywords)]
    return not any(word == dashed(name) for word in words for name in BLOCKED)


def guard_of_prefixes(options: Options, keywords: Keywords) -> bool:
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


GUARDS: Mapping[str, Guard] = {
    "3.1.29": unguarded,
    "3.1.30": guard_of_texts,
    "3.1.32": guard_of_names,
    "3.1.47": guard_of_words,
    "3.1.51": guard_of_prefixes,
    "allowlist": allowlist,
}
DOORS: Sequence[tuple[str, Callable[[str], tuple[Options, Keywords]]]] = (
    ("--upload-pack=H", lambda helper: ([f"--upload-pack={helper}"], {})),
    ("-uH", lambda helper: ([f"-u{helper}"], {})),
    ('"upload-pack": H', lambda helper: ([], {"upload-pack": helper})),
    ("upload_pack=H", lambda helper: ([], {"upload_pack": helper})),
    ("--no-tags --upload-pack=H", lambda helper: ([f"--no-tags --upload-pack={helper}"], {})),
    ("upload_p=H", lambda helper: ([], {"upload_p": helper})),
    ("--no-tags", lambda _helper: (["--no-tags"], {})),
)


def clone(folder: Path, options: Options, keywords: Keywords) -> str:
    """Clone with the caller's options, and say whether the helper of the attacker ran."""
    arguments = ["git", "clone", "--quiet", *command_line(options, keywords), str(folder / "from"), str(folder / "to")]
    subprocess.run(arguments, capture_output=True, check=False, timeout=30)
    if (folder / "ran").exists():
        return "RAN"
    return "cloned" if (folder / "to").exists() else "failed"


def attempt(guard: Guard, door: Callable[[str], tuple[Options, Keywords]]) -> str:
    """Send one writing through one guard; whatever passes reaches git."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        helper = folder / "helper"
        helper.write_text(f'#!/bin/sh\ntouch "{folder}/ran"\nexec git-upload-pack "$@"\n')
        helper.chmod(0o755)
        subprocess.run(["git", "init", "--quiet", str(folder / "from")], check=True, capture_output=True)
        options, keywords = door(str(helper))
        return clone(folder, options, keywords) if guard(options, keywords) else "refused"


if __name__ == "__main__":
    print(f"{'what the caller hands over':28}" + "".join(f"{name:>10}" for name in GUARDS))
    for shown, door in DOORS:
        print(f"{shown:28}" + "".join(f"{attempt(guard, door):>10}" for guard in GUARDS.values()))
