"""The record: what the processes of a box ask the kernel for, written down from outside."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from quintain.sandbox import Box, Opened, Program, Record, Recording, remote_memory, seccomp_notify, syscall_log
from tests.hostile.test_boxes import ORDINARY_USER, opened_to_all
from tests.sandbox.conftest import Place

STARTS = """
import os, subprocess
subprocess.run(["tar", "--version"], stdout=subprocess.DEVNULL)
subprocess.run("true; exit 3", shell=True)
try:
    os.execv("/nowhere", ["a b", ""])
except FileNotFoundError:
    print("refused by the kernel, not by the record")
"""
OPENS = """
import os
os.mkdir("/lab/inner")
open("/lab/new", "w").close()
os.chdir("/lab/inner")
open("../new").close()
folder = os.open("/tmp", os.O_RDONLY)
os.close(os.open("there", os.O_WRONLY | os.O_CREAT, dir_fd=folder))
try:
    open("/lab/missing")
except FileNotFoundError:
    pass
open("/lab/new").close()
"""
BY_DESCRIPTOR = """
import os
program = os.open("/usr/bin/tar", os.O_RDONLY)
os.set_inheritable(program, True)
null = os.open("/dev/null", os.O_WRONLY)
os.dup2(null, 1)
os.execve(program, ["of its own name", "--version"], {})
"""
ANSWER = """
import subprocess
while name := channel.recv(100):
    subprocess.run(["sh", "-c", name], check=True)
    channel.sendall(b"done")
"""
MANY_OPENS = """
import os, time
for _ in range(20): os.close(os.open("/dev/null", os.O_RDONLY))
start = time.perf_counter()
for _ in range(1000): os.close(os.open("/dev/null", os.O_RDONLY))
print(time.perf_counter() - start)
"""


def run(place: Place, source: str, recording: Recording = Recording.PROGRAMS_AND_FILES) -> tuple[Record, str]:
    """Run a program to its end; return its record and its output."""
    with open_box(place, source, recording) as box:
        assert box.wait(20) is not None
    ending = box.close()
    assert ending.record is not None
    assert ending.record == box.record()
    return ending.record, ending.output.decode()


def open_box(place: Place, source: str, recording: Recording, *, guarded: bool = False) -> Box:
    """Open a box with a recording."""
    place.sandbox.make_ready(place.runtime)
    box = place.sandbox.open(place.runtime, recording=recording, guarded=guarded)
    code = source.encode()
    box.channel.sendall(len(code).to_bytes(4) + code)
    return box


def test_programs_are_recorded_with_all_their_words(place: Place) -> None:
    """A search along PATH is one entry, and a program that was not there is one too."""
    record, output = run(place, STARTS, Recording.PROGRAMS)
    assert record.programs == (
        Program("/usr/bin/tar", ("tar", "--version")),
        Program("/bin/sh", ("/bin/sh", "-c", "true; exit 3")),
        Program("/nowhere", ("a b", "")),
    )
    assert record.files == ()
    assert record.is_whole
    assert output == "refused by the kernel, not by the record\n"


def test_a_command_that_another_program_starts_is_recorded(place: Place) -> None:
    """That is what the record is for: nobody can undo that tar has run a command."""
    source = """
import os, subprocess
open("/lab/a", "w").close()
subprocess.run(["tar", "-cf", "a.tar", "--checkpoint=1", "--checkpoint-action=exec=echo gone>&2", "a"])
os.remove("/lab/a.tar")
"""
    record, output = run(place, source)
    assert output == "gone\n"
    assert Program("/bin/sh", ("/bin/sh", "-c", "echo gone>&2")) in record.programs


def test_files_are_recorded_with_their_absolute_paths(place: Place) -> None:
    """Relative ones behind their folder, each once for reading and once for writing, missing ones too."""
    record, _ = run(place, OPENS)
    own = [each for each in record.files if each.path.startswith(("/lab", "/tmp"))]
    assert own == [
        Opened("/lab/new", writing=True),
        Opened("/lab/new", writing=False),
        Opened("/tmp", writing=False),
        Opened("/tmp/there", writing=True),
        Opened("/lab/missing", writing=False),
    ]
    assert record.is_whole


def test_program_started_by_a_descriptor_is_recorded_under_its_file(place: Place) -> None:
    """With no path to read, the descriptor tells."""
    record, _ = run(place, BY_DESCRIPTOR)
    assert record.programs == (Program("/usr/bin/tar", ("of its own name", "--version")),)


def test_record_can_be_read_while_the_box_runs(place: Place) -> None:
    """What an answer speaks of is in the record when the answer arrives."""
    with open_box(place, ANSWER, Recording.PROGRAMS) as box:
        for number in range(3):
            box.channel.sendall(b"exit 0 # %d" % number)
            assert box.channel.recv(10) == b"done"
            record = box.record()
            assert record is not None
            assert record.programs[number].argv == ("sh", "-c", f"exit 0 # {number}")
            assert len(record.programs) == number + 1


def test_guarded_program_is_recorded_too(place: Place) -> None:
    """A process that no other of its user can look into is no secret to the one outside."""
    with open_box(place, STARTS, Recording.PROGRAMS, guarded=True) as box:
        assert box.wait(10) is not None
    record = box.record()
    assert record is not None
    assert [program.path for program in record.programs] == ["/usr/bin/tar", "/bin/sh", "/nowhere"]
    assert record.is_whole


def test_without_recording_there_is_no_record(place: Place) -> None:
    """Nothing waits for anybody."""
    with place.open("print('done')") as box:
        assert box.wait(10) is not None
        assert box.record() is None
    assert box.close().record is None


def test_recorded_box_lends_its_sockets_too(place: Place) -> None:
    """The logger's descriptor comes with them and is not taken for one."""
    place.sandbox.make_ready(place.runtime)
    with place.sandbox.open(place.runtime, sockets=64, listening=[80, 443], recording=Recording.PROGRAMS) as box:
        assert len(box.borrowed) == 64
        assert [each.getsockname()[1] for each in box.listening] == [80, 443]


def listeners() -> int:
    """Count the descriptors of this process that hear of system calls; others come and go with warm sandboxes."""
    found = 0
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            found += "seccomp" in os.readlink(descriptor)  # noqa: PTH115  it leads to no path
    return found


def test_logger_gives_its_descriptor_and_thread_back(place: Place) -> None:
    """However the box ends."""
    run(place, "pass")
    place.sandbox.make_ready(place.runtime)
    before = listeners()
    run(place, "import os; os.kill(1, 9)")
    with open_box(place, "import time; time.sleep(60)", Recording.PROGRAMS_AND_FILES) as box:
        kept = box._syscall_logger
        assert listeners() > before
    assert kept is not None
    assert not kept.is_alive()
    place.sandbox.make_ready(place.runtime)
    assert listeners() == before


def test_failing_logger_lets_calls_pass_and_says_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where memory cannot be read, programs run all the same, and the record is not whole."""

    def refuse(*_: object) -> bytes:
        raise PermissionError("not allowed here")

    monkeypatch.setattr(remote_memory, "peek", refuse)
    record, output = run(place, STARTS)
    assert record == Record((), (), is_whole=False, is_blind=True)
    assert "refused by the kernel" in output


def test_dead_logger_hangs_nobody(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel answers in its place: no such call. The program sees an error and ends."""

    def fail(_: int) -> None:
        raise OSError("broken by the test")

    monkeypatch.setattr(seccomp_notify, "receive", fail)
    record, output = run(place, "open('/dev/null')")
    assert "Function not implemented" in output
    assert not record.is_whole


def test_calls_in_plenty_are_slowed_down(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past a number of calls, each waits a moment: the flood must not take the server's processor."""
    monkeypatch.setattr(syscall_log, "PROMPT_CALLS", 500)
    monkeypatch.setattr(syscall_log, "PAUSE_SECONDS", 0.002)
    _, output = run(place, MANY_OPENS)
    assert float(output) > 0.5 * 1000 * 0.002


@pytest.mark.whole
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is missing")
def test_all_this_holds_for_an_ordinary_user_too() -> None:
    """Whose right to look into the box is that its namespaces are its own."""
    home = Path(tempfile.mkdtemp())  # pytest's own folders can be entered by root alone
    os.chown(home, int(ORDINARY_USER), int(ORDINARY_USER))
    answer = subprocess.run(
        [
            *opened_to_all(Path(sys.base_prefix).resolve(), home),
            *("setpriv", "--reuid", ORDINARY_USER, "--regid", ORDINARY_USER, "--clear-groups"),
            *(sys.executable, "-m", "pytest", str(Path(__file__)), "-x", "-p", "no:cacheprovider", "-p", "no:randomly"),
            *("--basetemp", str(home / "t")),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
        | {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ},
        cwd=Path(__file__).parents[2],
        timeout=280,
    )
    shutil.rmtree(home)
    assert answer.returncode == 0, answer.stdout[-6000:] + answer.stderr[-2000:]
