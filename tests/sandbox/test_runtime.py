"""Runtimes: what a box sees, made once, whole or not at all."""

import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest

from quintain.sandbox import RuntimeNotBuilt, RuntimeSpec, Sandbox
from quintain.sandbox.interpreter import base_interpreter
from quintain.sandbox.packages import install
from quintain.sandbox.runtime import UNUSED_SECONDS, ensure, sweep, sweep_once
from quintain.sandbox.store import discard_unused, share
from tests.sandbox.conftest import HARNESS, Place

pytestmark = pytest.mark.sample(most=10, of="file")


@pytest.fixture(scope="module")
def lock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a lock file with one package, made here, so that no test needs the network."""
    folder = tmp_path_factory.mktemp("wheels")
    wheel = folder / "greeting-1.0-py3-none-any.whl"
    metadata = "greeting-1.0.dist-info"
    files = {
        "greeting.py": "WORD = 'hello'\n",
        f"{metadata}/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n",
        f"{metadata}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{name},sha256={checksum(text)},{len(text)}" for name, text in files.items()]
    files[f"{metadata}/RECORD"] = "\n".join([*record, f"{metadata}/RECORD,,"]) + "\n"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    path = folder / "web.txt"
    path.write_text(f"greeting @ {wheel.as_uri()} --hash=sha256:{digest}\n")
    return path


def checksum(text: str) -> str:
    """Hash a file as a wheel's RECORD writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def test_packages_of_the_lock_can_be_imported(lock: Path, tmp_path: Path) -> None:
    """By the main program, and by any Python that it starts."""
    sandbox = Sandbox(tmp_path)
    place = Place(sandbox, sandbox.runtime(RuntimeSpec(lock, (), HARNESS)))
    source = """
import greeting, subprocess, sys
print(greeting.WORD, greeting.__cached__ is not None, flush=True)
subprocess.run([sys.executable, "-c", "import greeting; print(greeting.WORD)"])
"""
    assert place.run(source).output == b"hello True\nhello\n"


@pytest.mark.parametrize(("chosen", "expected"), [(None, "1"), ("false", "false")])
def test_packages_are_fetched_with_the_certificates_that_the_machine_trusts(
    lock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str | None, expected: str
) -> None:
    """As ./quintain fetches its own, also where a wheel was installed, unless the operator says otherwise."""
    if chosen is None:
        monkeypatch.delenv("UV_SYSTEM_CERTS", raising=False)
    else:
        monkeypatch.setenv("UV_SYSTEM_CERTS", chosen)
    program = tmp_path / "uv"
    program.write_text(
        f'#!/bin/sh\nprintenv UV_SYSTEM_CERTS >>"{tmp_path}/seen"\ncase "$*" in *--offline*) exit 1; esac\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr("uv.find_uv_bin", lambda: str(program))
    install(lock, tmp_path / "target", base_interpreter())
    assert (tmp_path / "seen").read_text().split() == [expected, expected], "from the cache, then from the network"


def test_packages_of_the_lock_are_imported_in_advance(lock: Path, tmp_path: Path) -> None:
    """In a warm box, without anybody's naming them."""
    with Sandbox(tmp_path, warm=True) as sandbox:
        place = Place(sandbox, sandbox.runtime(RuntimeSpec(lock, (), HARNESS)))
        assert sandbox.make_ready(place.runtime)
        assert place.run("import sys; print('greeting' in sys.modules)").output == b"True\n"


def test_wrong_hash_is_refused(lock: Path, tmp_path: Path) -> None:
    """A package that is not what the lock says does not get into a runtime, and nothing half-made stays."""
    forged = tmp_path / "forged.txt"
    name, _, _ = lock.read_text().partition(" --hash")
    forged.write_text(f"{name} --hash=sha256:{'0' * 64}\n")
    with pytest.raises(RuntimeNotBuilt, match=r"The packages of forged\.txt could not be installed") as caught:
        Sandbox(tmp_path / "state").runtime(RuntimeSpec(forged, (), HARNESS))
    assert "Check the lock file" in caught.value.remedy
    assert [path for path in (tmp_path / "state").rglob("*") if path.is_file()] == []


def test_a_package_that_would_be_built_is_refused(tmp_path: Path) -> None:
    """Its setup.py would run on the server, outside of any box, whatever hash the lock has for it."""
    source, mark = tmp_path / "greeting-1.0.tar.gz", tmp_path / "mark"
    setup = f"import pathlib\npathlib.Path({str(mark)!r}).touch()\n".encode()
    facts = b"Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n"
    with tarfile.open(source, "w:gz") as archive:
        for name, content in (("setup.py", setup), ("PKG-INFO", facts)):
            entry = tarfile.TarInfo(f"greeting-1.0/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    lock = tmp_path / "source.txt"
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    lock.write_text(f"greeting @ {source.as_uri()} --hash=sha256:{digest}\n")
    with pytest.raises(RuntimeNotBuilt, match="source distributions"):
        install(lock, tmp_path / "target", base_interpreter())
    assert not mark.exists()


def test_missing_lock_file_is_told(tmp_path: Path) -> None:
    """The path is in the sentence."""
    with pytest.raises(RuntimeNotBuilt, match=r"The lock file cannot be read: .*nowhere\.txt"):
        Sandbox(tmp_path).runtime(RuntimeSpec(tmp_path / "nowhere.txt", (), HARNESS))


def test_missing_program_is_told(tmp_path: Path) -> None:
    """With the name, and what to do."""
    with pytest.raises(RuntimeNotBuilt, match="A lab needs the program no-such-program") as caught:
        Sandbox(tmp_path).runtime(RuntimeSpec(None, ("no-such-program",), HARNESS))
    assert caught.value.remedy == "Install the package that brings no-such-program."


def test_same_spec_is_the_same_runtime(place: Place) -> None:
    """Nothing is made twice."""
    again = place.sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS))
    assert again == place.runtime


def test_changed_harness_is_another_runtime_on_the_same_layer(place: Place, tmp_path: Path) -> None:
    """Only the harness is made anew; the interpreter's files are the same ones."""
    harness = tmp_path / "harness"
    shutil.copytree(HARNESS, harness)
    (harness / "extra.py").write_text("WORD = 'new'\n")
    other = place.sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), harness))
    assert other.digest != place.runtime.digest
    python = f"usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    assert (other.root / python).stat().st_ino == (place.runtime.root / python).stat().st_ino
    moved = Place(place.sandbox, other)
    assert moved.run("import extra; print(extra.WORD)").output == b"new\n"


def test_two_processes_at_once_make_one_runtime(tmp_path: Path) -> None:
    """Both get the same whole root file system, and no draft stays."""
    code = (
        "import sys, pathlib\nfrom quintain.sandbox import *\n"
        "print(Sandbox(pathlib.Path(sys.argv[1])).runtime(RuntimeSpec(None, (), pathlib.Path(sys.argv[2]))).root)"
    )
    command = [sys.executable, "-c", code, str(tmp_path), str(HARNESS)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    roots = {process.communicate(timeout=60)[0].strip() for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert len(roots) == 1
    assert sorted(path.name for path in (tmp_path / "runtimes").iterdir()) == [Path(roots.pop()).name]
    assert len(list((tmp_path / "layers").iterdir())) == 1


BUILDER = """
import pathlib, sys, time
from quintain.sandbox.runtime import ensure
def build(root):
    root.mkdir()
    print("building", flush=True)
    time.sleep(600)
ensure(pathlib.Path(sys.argv[1]), build)
"""


def test_drafts_of_killed_builders_are_swept(tmp_path: Path) -> None:
    """At once, when the next server starts; that of a builder who lives stays, however old it is."""
    layers = tmp_path / "layers"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    def builder(name: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", BUILDER, str(layers / name)]
        started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert started.stdout is not None
        assert started.stdout.readline() == "building\n"
        return started

    with builder("killed") as killed:
        (draft,) = layers.iterdir()
        killed.kill()
    with builder("alive") as alive:
        (held,) = set(layers.iterdir()) - {draft}
        os.utime(held, (0, 0))
        sweep_once(tmp_path)
        assert list(layers.iterdir()) == [held]
        alive.kill()


def test_a_draft_that_is_swept_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process sweeps the same folder at just that moment."""
    made: list[str] = []
    make = tempfile.mkdtemp

    def make_and_lose(prefix: str, dir: Path) -> str:  # noqa: A002  the name that tempfile gives it
        made.append(make(prefix=prefix, dir=dir))
        if len(made) == 1:
            sweep(dir)
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", make_and_lose)
    place = ensure(tmp_path / "layers" / "one", lambda root: root.mkdir())
    assert place.is_dir()
    assert len(made) == 2
    assert [each.name for each in place.parent.iterdir()] == ["one"]


def test_root_file_systems_unused_for_a_month_are_swept(tmp_path: Path) -> None:
    """What is found again counts as used."""
    for name in ("unused", "used"):
        made = ensure(tmp_path / name, lambda root: root.mkdir())
        past = made.stat().st_mtime - UNUSED_SECONDS - 1
        os.utime(made, (past, past))
    ensure(tmp_path / "used", lambda _root: pytest.fail("it was there"))
    ensure(tmp_path / "new", lambda root: root.mkdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "used"]


def test_root_file_system_is_small_and_closed(place: Place) -> None:
    """No test suite, no installer, nothing writable, nobody's set-id bit, no link that leads outside."""
    root = place.runtime.root
    names = {path.name for path in root.rglob("*") if path.is_dir()}
    assert not names & {"ensurepip", "idlelib", "test"}
    for path in root.rglob("*"):
        if path.is_symlink():
            assert not path.readlink().is_absolute()
        elif path.is_file():
            assert path.stat().st_mode & 0o7333 in {0, 0o111}, path
    assert sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) < 150 << 20


def test_standard_library_comes_compiled(place: Place) -> None:
    """A box cannot keep bytecode, so that all of it must be there."""
    source = "import json, sys; print(json.__cached__, __import__('os').path.exists(json.__cached__))"
    assert place.run(source).output.endswith(b".pyc True\n")
    assert list(place.runtime.root.glob("box/__pycache__/main.*.pyc"))


def test_runtimes_share_what_they_have_in_common(lock: Path, tmp_path: Path) -> None:
    """A second set of packages takes the room of those packages, and not of one more interpreter."""
    sandbox = Sandbox(tmp_path, warm=False)
    plain, web = (sandbox.runtime(RuntimeSpec(each, (), HARNESS)).root for each in (None, lock))
    files, more = (
        {path.stat().st_ino: path.stat().st_size for path in root.rglob("*") if is_shared(path)}
        for root in (plain, web)
    )
    assert sum(files.values()) > 10 << 20
    assert 0 < sum(size for inode, size in more.items() if inode not in files) < 100 << 10


def is_shared(path: Path) -> bool:
    """Whether a path is a file of its own, and not empty."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size > 0


def test_files_of_no_root_file_system_are_discarded(tmp_path: Path) -> None:
    """What is in use stays, and a file that was cut short is given to nobody."""
    first, second, third, store = (tmp_path / name for name in ("first", "second", "third", "store"))
    for root, text in ((first, "kept"), (second, "gone")):
        root.mkdir()
        (root / "file").write_text(text)
        share(root, store)
    shutil.rmtree(second)
    discard_unused(store)
    (kept,) = store.iterdir()
    assert kept.read_text() == "kept"
    kept.write_text("")
    third.mkdir()
    (third / "file").write_text("kept")
    share(third, store)
    assert (third / "file").read_text() == "kept"
    assert next(store.iterdir()).samefile(third / "file")
