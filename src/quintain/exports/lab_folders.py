"""A lab as a folder for one's own machine: what a learner may see of it, and how to go on there."""

import errno
import io
import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from quintain.exports.errors import FolderTaken
from quintain.exports.workflows import PROGRAM, workflows_of
from quintain.packs.model.lab import Lab

ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can tell: equal folders are equal files
LOCK: Final = "requirements.txt"
_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
GITIGNORE: Final = ".quintain/\n.venv/\n__pycache__/\njunit.xml\nquintain.sarif\n"


def files_of_folder(lab: Lab, own: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """Return the files of a lab's folder by their paths: the program, how to run and grade it, and workflows.

    The program is in a folder of its own. Files of a lab may have names that mean something to a service or a tool,
    such as ``.github/workflows/deploy.yml`` or ``pip.conf``, and they are insecure on purpose.

    Args:
        lab: the lab; of its folder, only ``starter/``, the brief, and the lock file of its packages are used.
        own: a learner's files, in place of those of the starter.

    """
    program = {**lab.starter, **{path: text for path, text in (own or {}).items() if path in lab.run.editable}}
    lock = {LOCK: lab.lock.read_text(encoding="utf-8")} if lab.lock else {}
    return {
        "README.md": readme_of(lab),
        ".gitignore": GITIGNORE,
        **lock,
        **{f"{PROGRAM}/{path}": text for path, text in program.items()},
        **workflows_of(lab.slug, lab.folder.parent.parent.name),
    }


def zip_of(files: Mapping[str, str], folder: str) -> bytes:
    """Return files as a zip with one folder in it; equal files give equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{path}", ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, text.encode())
    return packed.getvalue()


def write_folder(files: Mapping[str, str], folder: Path) -> None:
    """Write files into a folder that is new or empty; nothing that is there is ever overwritten.

    The folder is opened once, and all is written from there, so that nobody leads a file elsewhere meanwhile.

    Raises:
        FolderTaken: something is in it, it is no folder, or others control it.
        OSError: it cannot be written.

    """
    top = _open_empty(folder)
    try:
        for path, text in files.items():
            _write(top, path, text)
    finally:
        os.close(top)


def _open_empty(folder: Path) -> int:
    """Open a folder, made new if need be, in which nobody but its owner can change anything."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    above, name = os.open(folder.parent, _FOLDER), folder.name or "."
    try:
        with suppress(FileExistsError):
            os.mkdir(name, 0o755, dir_fd=above)
        top = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=above)
    except OSError as error:
        if error.errno in {errno.ENOTDIR, errno.ELOOP}:
            raise FolderTaken(f"{folder} is no folder.") from None
        raise
    finally:
        os.close(above)
    try:
        _hold_to_owner(top, folder)
    except BaseException:
        os.close(top)
        raise
    return top


def _hold_to_owner(top: int, folder: Path) -> None:
    facts = os.fstat(top)
    if facts.st_uid != os.geteuid():
        raise FolderTaken(f"{folder} belongs to another person, who could change what is written. Name a new folder.")
    if facts.st_mode & stat.S_IWOTH:
        raise FolderTaken(f"Everybody can write to {folder}, and change what is written. Name a new folder.")
    if os.listdir(top):
        raise FolderTaken(f"{folder} is not empty. Name a new folder.")


def _write(top: int, path: str, text: str) -> None:
    """Write one file below an open folder, through no link."""
    *folders, name = path.split("/")
    opened = os.dup(top)
    try:
        for each in folders:
            with suppress(FileExistsError):
                os.mkdir(each, 0o755, dir_fd=opened)
            below = os.open(each, _FOLDER | os.O_NOFOLLOW, dir_fd=opened)
            os.close(opened)
            opened = below
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(name, flags, 0o644, dir_fd=opened)
    finally:
        os.close(opened)
    with open(handle, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123  a descriptor, not a path
        file.write(text)


def readme_of(lab: Lab) -> str:
    """Return the README of a lab's folder: the brief, how to run the program, and how to grade the fix."""
    pack = lab.folder.parent.parent.name
    return "\n".join(
        (
            f"# {lab.code} {lab.title}\n",
            f"Weakness: {', '.join(f'{lab.weakness(cwe).name} ({cwe})' for cwe in lab.cwe)}.\n",
            f"**The program in `{PROGRAM}/` is insecure on purpose.** Run it on your own machine only, never where",
            "others reach it, and take no line of it into a program of yours.\n",
            *_brief(lab),
            "## Files\n",
            *(f"- `{PROGRAM}/{path}`{_what(lab, path)}" for path in sorted(lab.starter)),
            "",
            "## Run the program\n",
            *_running(lab),
            "## Grade your fix\n",
            "The judge runs tests and attacks in a sandbox, on Linux. You need a clone of Quintain with the course:\n",
            "```sh",
            f"../quintain/quintain grade {lab.slug} {PROGRAM} --pack ../quintain/content/{pack}",
            "```\n",
            "Exit status 0 means that the fix holds, 1 that it does not, 2 that the command or the folder is wrong,",
            "and 3 that nothing can be judged here; then `../quintain/quintain doctor` says why. On Ubuntu 24.04 and",
            "later, AppArmor keeps the judge from making sandboxes until an administrator allows it:\n",
            "```sh",
            "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
            "```\n",
            "## Grade each push\n",
            "Three workflows are ready: `.github/workflows/grade.yml`, `.gitlab-ci.yml` and",
            "`.forgejo/workflows/grade.yml`. Keep the one that you need. Each says at its top which variable to set.",
            "It fails until your fix holds.\n",
        )
    )


def _brief(lab: Lab) -> Iterator[str]:
    if lab.pull_request:
        yield f"## The pull request: {lab.pull_request.title}\n"
        yield f"{lab.pull_request.markdown.strip()}\n"
    for section in lab.brief:
        yield f"## {section.title}\n"
        yield f"{section.markdown.strip()}\n"
    if lab.promises:
        yield "## Promises\n"
        yield "What a fix must keep, and what must no longer work:\n"
        yield from (f"{number}. {promise.text}" for number, promise in enumerate(lab.promises, 1))
        yield ""


def _what(lab: Lab, path: str) -> str:
    return ", which you may change" if path in lab.run.editable else ""


def _running(lab: Lab) -> Iterator[str]:
    yield "```sh"
    yield "python3 -m venv .venv"
    if lab.lock:
        yield f".venv/bin/pip install --require-hashes -r {LOCK}"
    yield f"cd {PROGRAM}"
    yield _start(lab)
    yield "```\n"
    if lab.files:
        yield "The judge adds files with secrets that it draws for each run. What the program reads from them is"
        yield "missing here, so a part of it works in the judge's sandbox only.\n"


def _start(lab: Lab) -> str:
    target = lab.run.target
    if lab.run.profile.is_web:
        module, _, name = target.partition(":")
        lock = lab.lock.read_text(encoding="utf-8") if lab.lock else ""
        if "\nuvicorn==" in f"\n{lock}":
            return f"../.venv/bin/python -m uvicorn --host 127.0.0.1 {target}"
        serve = f"make_server('127.0.0.1', 8000, {name}).serve_forever()"
        return (
            "../.venv/bin/python -c "
            f'"from wsgiref.simple_server import make_server; from {module} import {name}; {serve}"'
        )
    if lab.run.profile.is_program:
        return f"../.venv/bin/python {target}"
    if lab.run.native:
        sources = " ".join(lab.run.native.sources)
        return (
            f"cc -shared -fPIC -o {lab.run.native.library} {sources}\n"
            f"../.venv/bin/python -i -c 'import {target}'  # then call its functions"
        )
    return f"../.venv/bin/python -i -c 'import {target}'  # then call its functions"
