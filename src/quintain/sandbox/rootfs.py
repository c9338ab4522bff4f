"""Lays out a root file system for boxes: an interpreter, its libraries, programs, packages, and a small /etc."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from quintain.sandbox.errors import RuntimeNotBuilt
from quintain.sandbox.interpreter import Interpreter
from quintain.sandbox.libraries import needed_libraries
from quintain.sandbox.model import RuntimeSpec
from quintain.sandbox.packages import copy_installed, install, with_requirements

# Parts of the standard library that a box has no use for; config-* holds the static libpython.
LEFT_OUT = ("test", "tests", "idlelib", "ensurepip", "turtledemo", "pydoc_data", "config-*", "site-packages",
            "dist-packages", "__phello__", "*.opt-[12].pyc")  # fmt: skip
ROOT_FOLDERS = ("usr/bin", "usr/lib", "etc", "proc", "dev", "tmp", "lab", "box", "init")
LINKS_OF_THE_HOST = ("bin", "sbin", "lib", "lib64")
SEARCHED_BY_THE_LOADER = ("/lib", "/usr/lib", "/lib64", "/usr/lib64")
ETC = {
    "hosts": (
        "127.0.0.1 localhost reports.lab.test other.lab.test company.lab.test public.lab.test proxy.lab.test\n"
        "::1 localhost\n"
    ),
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "passwd": "root:x:0:0:root:/:/bin/false\nlearner:x:1000:1000:learner:/lab:/bin/sh\n",
    "group": "root:x:0:\nlearner:x:1000:\n",
}


def lay_out(root: Path, interpreter: Interpreter, spec: RuntimeSpec) -> None:
    """Fill an empty folder with everything but the harness and the caller's own modules.

    Raises:
        RuntimeNotBuilt: a program or a package is missing.
    """
    for folder in ROOT_FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    mirror_links(root)
    write_etc(root)
    copy_interpreter(root, interpreter)
    site = inside(root, interpreter.seen_in_box(interpreter.site))
    if spec.requirements is not None:
        install(spec.requirements, site, interpreter)
    copy_installed(with_requirements(spec.installed).values(), site)
    natives = [interpreter.executable, *shared_objects(root), *copy_programs(root, spec.programs)]
    copy_libraries(root, interpreter, needed_libraries(natives))
    compile_folders(interpreter, root, [inside(root, interpreter.seen_in_box(interpreter.library)), site])
    open_to_all(root)


def inside(root: Path, path: PurePosixPath) -> Path:
    """Find the place in the root file system for a path in the box, with its folders made."""
    place = root / path.relative_to("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def mirror_links(root: Path) -> None:
    """Repeat the host's merging of /lib with /usr/lib, so that paths which the loader knows mean the same."""
    for name in LINKS_OF_THE_HOST:
        host = Path("/") / name
        if host.is_symlink():
            target = host.readlink()
            (root / name).symlink_to(str(target).lstrip("/"))
            (root / str(target).lstrip("/")).mkdir(parents=True, exist_ok=True)
        else:
            (root / name).mkdir(exist_ok=True)


def write_etc(root: Path) -> None:
    """Give the box its own /etc: the host's names its users, machines and resolvers."""
    for name, text in ETC.items():
        (root / "etc" / name).write_text(text)


def copy_interpreter(root: Path, interpreter: Interpreter) -> None:
    """Copy the executable, with the names that programs call it by, and the standard library."""
    program = inside(root, interpreter.program)
    shutil.copyfile(interpreter.executable, program)
    for name in ("python3", "python"):
        (program.parent / name).symlink_to(program.name)
    shutil.copytree(
        interpreter.library,
        inside(root, interpreter.seen_in_box(interpreter.library)),
        ignore=shutil.ignore_patterns(*LEFT_OUT),
        dirs_exist_ok=True,
    )


def shared_objects(root: Path) -> list[Path]:
    """List the native modules of the root file system."""
    return [path for path in root.rglob("*.so*") if path.is_file() and not path.is_symlink()]


def copy_programs(root: Path, names: Iterable[str]) -> list[Path]:
    """Copy system programs to where they lie on the host, without their set-user-id bits; return the originals.

    Raises:
        RuntimeNotBuilt: the machine lacks one.
    """
    originals = []
    for name in names:
        program = shutil.which(name, path="/usr/bin:/bin:/usr/local/bin:/usr/sbin:/sbin")
        if program is None:
            raise RuntimeNotBuilt(
                f"A lab needs the program {name}, and this machine has none.",
                f"Install the package that brings {name}.",
            )
        shutil.copyfile(program, inside(root, PurePosixPath(program)))
        originals.append(Path(program).resolve())
    return originals


def copy_libraries(root: Path, interpreter: Interpreter, libraries: Iterable[Path]) -> None:
    """Copy each library to where the loader of the box finds it.

    An interpreter may carry its own absolute path as a run path (pyenv's do). That path tells of the machine and does
    not exist in the box, where the loader goes on to the folders that it knows by itself and to its cache.
    """
    folders = set()
    for library in libraries:
        if library.is_relative_to(root):
            continue
        seen = interpreter.seen_in_box(library)
        shutil.copyfile(library, inside(root, seen))
        folders.add(seen.parent)
    copy_unwinder(root, libraries)
    tell_loader(root, folders)


def copy_unwinder(root: Path, libraries: Iterable[Path]) -> None:
    """Add libgcc_s, which the C library opens by name when a thread is cancelled, so that no ldd shows it."""
    for folder in {library.parent for library in libraries if library.name.startswith("libc.")}:
        unwinder = folder / "libgcc_s.so.1"
        if unwinder.exists():
            shutil.copyfile(unwinder, inside(root, PurePosixPath(unwinder)))


def tell_loader(root: Path, folders: Iterable[PurePosixPath]) -> None:
    """Write the loader's cache if libraries lie where it would not look by itself."""
    usual = {PurePosixPath(path) for path in SEARCHED_BY_THE_LOADER}
    unusual = [folder for folder in folders if folder not in usual and folder.parent not in usual]
    ldconfig = shutil.which("ldconfig", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if unusual and ldconfig is not None:
        (root / "etc/ld.so.conf").write_text("".join(f"{folder}\n" for folder in sorted(unusual)))
        subprocess.run([ldconfig, "-r", str(root)], check=False, capture_output=True, timeout=60)


def compile_folders(interpreter: Interpreter, root: Path, folders: Iterable[Path]) -> None:
    """Compile folders of the root file system under the names that they have in the box.

    A box cannot write bytecode, and would compile again and again.
    """
    present = [str(folder) for folder in folders if folder.is_dir()]
    subprocess.run(
        [interpreter.executable, "-I", "-m", "compileall", "-q", "-s", str(root), "-p", "/",
         "--invalidation-mode", "unchecked-hash", *present],
        check=False, capture_output=True, env={}, timeout=300,
    )  # fmt: skip


def open_to_all(root: Path) -> None:
    """Let every user read the root file system and nobody write it, whatever the server's umask; drop set-id bits."""
    for folder, _, names in os.walk(root):
        Path(folder).chmod(0o755)
        for name in names:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o555 if is_program(path) else 0o444)


def is_program(path: Path) -> bool:
    """Whether a file should be executable: those in folders of programs and the loader itself."""
    return path.parent.name in {"bin", "sbin"} or path.name.startswith(("ld-", "ld.so")) or ".so" in path.name


def link_rootfs(source: Path, target: Path) -> None:
    """Repeat a root file system with hard links: the layers below two harnesses are the same files."""
    shutil.copytree(source, target, copy_function=os.link, symlinks=True)
