"""Races for paths: the attacker's move before every path call, against real programs in real boxes."""

import platform
import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest

from quintain.judge import Garbled, Landed, PathSwap, RaceRun, Repelled, happened, leaks, raced
from quintain.judge.errors import LabBroken, Unwatchable
from quintain.judge.judge import Judge
from quintain.judge.profiles.command import CommandBox
from quintain.judge.profiles.races import FOLDER, MOST_CALLS, Before, Spell, mark, shipped
from quintain.judge.suspect.oracles import Outcome as Outcomes
from quintain.judge.verdict import Step, StepKind
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs.model.lab import Lab, Limits, PlantedFile
from tests.judge.meeting import observe

pytestmark = pytest.mark.sample(most=22, of="file")

PATH = "spool/anna/letter.txt"
SECRET = "canary-0123456789ab"
HEAD = f"import os, sys\np = {PATH!r}\n"
LSTAT_THEN_OPEN = HEAD + "if os.path.islink(p):\n    sys.exit('no')\nprint(open(p).read())\n"
OPEN_THEN_STAT = (
    HEAD + "fd = os.open(p, os.O_RDONLY)\nif os.stat(p, follow_symlinks=False).st_size > 8 or os.path.islink(p):\n"
    "    sys.exit('no')\nprint(os.read(fd, 99))\n"
)
CHECKED_TWICE = (
    HEAD + "a = os.lstat(p)\ntext = open(p).read()\nb = os.lstat(p)\n"
    "if (a.st_ino, a.st_mode) != (b.st_ino, b.st_mode) or a.st_mode >> 12 != 8:\n    sys.exit('no')\nprint(text)\n"
)
NO_FOLLOW = HEAD + "print(os.read(os.open(p, os.O_RDONLY | os.O_NOFOLLOW), 99))\n"
WALK = (
    HEAD + "here = os.open('.', os.O_DIRECTORY)\nfor part in ['spool', 'anna']:\n"
    "    here = os.open(part, os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)\n"
    "print(os.read(os.open('letter.txt', os.O_RDONLY | os.O_NOFOLLOW, dir_fd=here), 99))\n"
)

type Race = Callable[..., tuple[object, tuple[Step, ...]]]


@pytest.fixture
def hall(judge: Judge, count: Lab) -> Callable[[str, Callable[[CommandBox], object]], tuple[Step, ...]]:
    """Let a function meet a program in a fresh box with a letter and a ledger, and give the timeline."""

    def meet(program: str, work: Callable[[CommandBox], object]) -> tuple[Step, ...]:
        files = {PATH: PlantedFile("dear"), "private/letter.txt": PlantedFile(SECRET)}
        lab = replace(count, files=files, run=replace(count.run, limits=Limits(wall_seconds=60, cpu_seconds=60)))

        def meet_program(context: CheckContext) -> None:
            assert isinstance(context.box, CommandBox)
            work(context.box)

        return observe(judge, lab, {"count.py": program}, meet_program).steps

    return meet


@pytest.fixture
def race(hall: Callable[[str, Callable[[CommandBox], object]], tuple[Step, ...]]) -> Race:
    """Race with a program for the letter, and say what came of it, with the timeline."""

    def racing(program: str, path: str = PATH, **how: str) -> tuple[object, tuple[Step, ...]]:
        said: list[object] = []
        swap = PathSwap(path, "../../private/letter.txt" if path == PATH else "../private", **how)  # type: ignore[arg-type]

        def work(box: CommandBox) -> None:
            said.append(raced(box.race("count.py", swap=swap), lambda run: leaks(SECRET, run, "the ledger")))

        steps = hall(program, work)
        return said[0], steps

    return racing


class TestMoves:
    """Which program falls to which move."""

    @pytest.mark.parametrize(
        ("program", "spell", "before"),
        [
            (LSTAT_THEN_OPEN, "from then on", "any"),
            (LSTAT_THEN_OPEN, "for one call", "open"),
            (CHECKED_TWICE, "for one call", "open"),
            (OPEN_THEN_STAT, "until then", "stat"),
        ],
    )
    def test_gap_is_found(self, race: Race, program: str, spell: Spell, before: Before) -> None:
        """Whatever lies between the check and the use, one of the calls is the right moment."""
        said, _ = race(program, spell=spell, before=before)
        assert isinstance(said, Landed)
        assert said.stolen == (SECRET,)

    @pytest.mark.parametrize("spell", ["from then on", "for one call", "until then"])
    def test_program_without_a_gap_stands(self, race: Race, spell: Spell) -> None:
        """A walk that follows no link is safe at every call, for the file and for its folder."""
        for path in (PATH, "spool/anna"):
            said, _ = race(WALK, path, spell=spell)
            assert isinstance(said, Repelled)

    def test_calls_are_tried_one_by_one(self, race: Race) -> None:
        """The sentence says how many."""
        said, _ = race(WALK)
        assert said == Repelled("Tried before each of 4 calls. The answer does not hold the ledger.")

    def test_folder_is_exchanged_too(self, race: Race) -> None:
        """A file that is not followed does not help where its folder is."""
        assert isinstance(race(NO_FOLLOW)[0], Repelled)
        assert isinstance(race(NO_FOLLOW, "spool/anna")[0], Landed)

    def test_check_twice_stands_against_a_link_that_stays(self, race: Race) -> None:
        """So the spell matters, and a lab has to enumerate them."""
        assert isinstance(race(CHECKED_TWICE, spell="from then on")[0], Repelled)

    def test_calls_of_another_family_are_left_alone(self, race: Race) -> None:
        """Before a call that looks, the link is still seen; where there is none, there is no moment."""
        assert isinstance(race(LSTAT_THEN_OPEN, before="stat")[0], Repelled)
        said, _ = race(NO_FOLLOW, before="stat")
        assert said == Repelled("The program makes no such call, so there is no moment to come between.")

    def test_threads_and_children_are_counted(self, race: Race) -> None:
        """A fork is no way out, and neither is a thread."""
        for program in (
            LSTAT_THEN_OPEN.replace("print(open", "if os.fork():\n    os.wait()\n    sys.exit()\nprint(open"),
            LSTAT_THEN_OPEN.replace("print(open", "import threading\nthreading.Thread(target=lambda: print(open")
            .replace("read())", "read())).start()"),
        ):  # fmt: skip
            assert isinstance(race(program)[0], Landed)

    @pytest.mark.parametrize("name", ["/lab/" + PATH, "/proc/self/cwd/" + PATH, "/usr/../lab/" + PATH])
    def test_other_names_for_the_same_file_are_counted(self, race: Race, name: str) -> None:
        """Absolute paths and detours are path calls as well."""
        assert isinstance(race(LSTAT_THEN_OPEN.replace(repr(PATH), repr(name)))[0], Landed)

    @pytest.mark.parametrize(
        "way",
        ["f'/dev/fd/{os.open(\"spool\", os.O_RDONLY)}'", "os.symlink('/lab/spool', '/dev/shm/s') or '/dev/shm/s'"],
    )
    def test_way_through_devices_is_counted(self, race: Race, way: str) -> None:
        """A descriptor or a link of the shared folder leads to the letter, though its path begins like a device's."""
        program = HEAD + f"p = {way} + '/anna/letter.txt'\n" + LSTAT_THEN_OPEN.removeprefix(HEAD)
        assert isinstance(race(program)[0], Landed)


class TestOpenVictim:
    """A move against whatever the program is about to name."""

    @pytest.mark.parametrize(
        "name",
        [
            "'spool/anna/.new'",
            "f'spool/anna/{os.getpid()}'",
            "'/lab/spool/anna/x'",
            "os.symlink('/lab/spool/anna', '/dev/shm/a') or '/dev/shm/a/x'",
            "f'/dev/fd/{os.open(\"spool\", os.O_RDONLY)}/anna/x'",
        ],
    )
    def test_name_of_the_programs_own_making_is_known_to_the_attacker(
        self, hall: Callable[[str, Callable[[CommandBox], object]], tuple[Step, ...]], name: str
    ) -> None:
        """A draft under a name that can be guessed or seen is opened by way of the attacker's link."""
        program = HEAD + f"draft = {name}\nwith open(draft, 'w') as f:\n    f.write('mine')\nos.replace(draft, p)\n"

        def work(box: CommandBox) -> None:
            def look(_race_run: RaceRun) -> Outcomes:
                is_gone = box.read("private/letter.txt") != SECRET.encode()
                return happened(is_gone, "the ledger is overwritten", "the ledger is as it was")

            said = raced(box.race("count.py", swap=PathSwap("spool/*", "/lab/private/letter.txt")), look)
            assert isinstance(said, Landed)
            assert "became a link to /lab/private/letter.txt. The ledger is overwritten." in said.sentence

        hall(program, work)

    def test_link_to_what_is_not_there_yet_is_followed(
        self, hall: Callable[[str, Callable[[CommandBox], object]], tuple[Step, ...]]
    ) -> None:
        """A draft is made through a link of the shared folder: the attacker takes the place where that leads."""
        program = HEAD + (
            "os.symlink('../../lab/spool/anna/x', '/dev/shm/y')\nos.symlink('y', '/dev/shm/x')\n"
            "with open('/dev/shm/x', 'w') as f:\n    f.write('mine')\n"
        )

        def work(box: CommandBox) -> None:
            def look(_race_run: RaceRun) -> Outcomes:
                is_gone = box.read("private/letter.txt") != SECRET.encode()
                return happened(is_gone, "the ledger is overwritten", "the ledger is as it was")

            said = raced(box.race("count.py", swap=PathSwap("spool/*", "/lab/private/letter.txt")), look)
            assert isinstance(said, Landed)

        hall(program, work)

    def test_fresh_name_that_nobody_can_have_made_is_safe(
        self, hall: Callable[[str, Callable[[CommandBox], object]], tuple[Step, ...]]
    ) -> None:
        """The temporary file meets the link, draws another name, and the rename follows none."""
        program = HEAD + (
            "import tempfile\nhandle, draft = tempfile.mkstemp(dir='spool/anna')\n"
            "os.write(handle, b'mine')\nos.replace(draft, p)\n"
        )

        def work(box: CommandBox) -> None:
            runs = list(box.race("count.py", swap=PathSwap("spool/*", "/lab/private/letter.txt", "for one call")))
            assert len(runs) > 2
            assert all(run.code == 0 for run in runs[:2])

        hall(program, work)

    def test_nobody_knows_what_will_be_named(self) -> None:
        """A link that lies there from the start needs a name."""
        with pytest.raises(LabBroken, match="is not known before it"):
            PathSwap("spool/*", "x", "until then")


class TestEvidence:
    """What a reader sees."""

    def test_landing_names_call_path_move_and_line(self, race: Race) -> None:
        """All of it comes from the run that was won."""
        said, steps = race(LSTAT_THEN_OPEN)
        assert isinstance(said, Landed)
        assert f"({PATH}), {PATH} became a link to ../../private/letter.txt. The answer holds" in said.sentence
        assert said.sentence.startswith("Just before open")
        assert [step.kind for step in steps] == [
            StepKind.SENT, StepKind.LINE, StepKind.RAN, StepKind.NOTE, StepKind.CAME_BACK,
        ]  # fmt: skip
        assert (steps[1].text, steps[1].line) == ("print(open(p).read())", 5)

    def test_line_is_known_where_nothing_is_opened(self, race: Race) -> None:
        """The interpreter is asked at the very call."""
        _, steps = race(OPEN_THEN_STAT, spell="until then", before="stat")
        assert [step.line for step in steps if step.kind is StepKind.LINE] == [3, 4]


class TestLaps:
    """Every run begins anew."""

    def test_each_lap_finds_the_box_as_it_was_planted(
        self, hall: Callable[[str, Callable[[CommandBox], object]], tuple[Step, ...]]
    ) -> None:
        """No file, no process and no way to tell the run of a race from an ordinary one is left over."""
        program = HEAD + (
            "seen = [sorted(os.listdir('.')), os.listdir('/tmp'), sorted(os.environ), os.listdir('/proc/self/fd')]\n"
            "import time\n"
            "for _ in range(200):  # the first process buries the dead, soon\n"
            "    pids = [int(each) for each in os.listdir('/proc') if each.isdigit()]\n"
            "    if len(pids) <= int(sys.argv[1]):\n        break\n"
            "    time.sleep(0.01)\n"
            "print(seen, len(pids))\n"
            "open('mark', 'w'); open('/tmp/mark', 'w'); os.makedirs('a/b'); os.chmod('a', 0)\n"
            "if not os.fork():\n    os.setsid()\n    os.closerange(1, 3)\n    time.sleep(60)\n"
        )

        def work(box: CommandBox) -> None:
            plain = box.run("count.py", "9").out
            processes = plain.split()[-1].decode()  # a cold box has one less
            runs = list(box.race("count.py", processes, swap=PathSwap("private/nothing", "else")))
            assert {run.out for run in runs} == {plain}
            assert len(runs) > 5
            assert "mark" not in box.files()

        hall(program, work)

    def test_calm_lap_must_work(self, hall: Callable[[str, Callable[[CommandBox], object]], tuple[Step, ...]]) -> None:
        """A program that refuses everything has won no race."""

        def work(box: CommandBox) -> None:
            with pytest.raises(Garbled, match="Nobody interfered, and yet the program did not do its work"):
                list(box.race("count.py", swap=PathSwap(PATH, "x")))

        hall("raise SystemExit(1)", work)

    def test_too_many_calls_are_a_fault_of_the_lab(
        self, hall: Callable[[str, Callable[[CommandBox], object]], tuple[Step, ...]]
    ) -> None:
        """A race has an end, and says which."""

        def work(box: CommandBox) -> None:
            with pytest.raises(LabBroken, match=f"more than {MOST_CALLS} path calls"):
                list(box.race("count.py", swap=PathSwap(PATH, "x", before="stat")))

        hall(HEAD + "for _ in range(50):\n    os.path.exists(p)\n", work)

    def test_effect_without_a_move_is_a_fault_of_the_lab(self) -> None:
        """Then the race is none."""
        calm = RaceRun(0, "", "Nobody interfered.", 0, SECRET.encode(), b"")
        with pytest.raises(LabBroken, match="though nobody has interfered"):
            raced([calm], lambda run: leaks(SECRET, run))

    @pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../../b", "x" * 500])
    def test_only_the_work_folder_is_the_attackers(self, path: str) -> None:
        """A race for another place is a mistake of the lab."""
        with pytest.raises(LabBroken):
            PathSwap(path, "x")


class TestForgers:
    """Programs that fight the scheduler: none of them may count as having repelled it."""

    @pytest.mark.parametrize(
        ("program", "sentence"),
        [
            ("print(1)", "without a path call"),
            (LSTAT_THEN_OPEN + "import ctypes\nctypes.CDLL(None)", "native code"),
            (LSTAT_THEN_OPEN + "import _ctypes", "native code"),
            (LSTAT_THEN_OPEN + "os.execve(sys.executable, ['python', '-c', 'print(1)'], {})", "another program"),
            (LSTAT_THEN_OPEN + "import subprocess\nsubprocess.run(sys.executable, env={})", "another program"),
            (LSTAT_THEN_OPEN + "os.posix_spawn(sys.executable, ['python', '-c', ''], {})", "another program"),
            (LSTAT_THEN_OPEN + "os.system('true')", "another program"),
            (LSTAT_THEN_OPEN + "open('/proc/self/mem', 'r+b')", "own memory"),
            (LSTAT_THEN_OPEN + "open('/proc/self/maps')", "own memory"),
            (LSTAT_THEN_OPEN + "open(f'/proc/{os.getpid()}/environ')", "own memory"),
            (LSTAT_THEN_OPEN + "d = os.open('/proc/self', 0)\nos.open('maps', 0, dir_fd=d)", "own memory"),
            (LSTAT_THEN_OPEN + "if not os.fork():\n    os.closerange(3, 99)\n    import ctypes\nelse:\n    os.wait()",
             "native code"),
        ],
    )  # fmt: skip
    def test_way_around_the_scheduler_is_no_defence(
        self,
        hall: Callable[[str, Callable[[CommandBox], object]], tuple[Step, ...]],
        program: str,
        sentence: str,
    ) -> None:
        """The race has no result, which is an error and never a pass."""

        def work(box: CommandBox) -> None:
            with pytest.raises(Unwatchable, match=sentence):
                list(box.race("count.py", swap=PathSwap(PATH, "x")))

        hall(program, work)

    def test_scheduler_leaves_no_trace_in_the_environment(
        self, hall: Callable[[str, Callable[[CommandBox], object]], tuple[Step, ...]]
    ) -> None:
        """A program that behaves only when it is raced would have to know that it is."""

        def work(box: CommandBox) -> None:
            for run in box.race("count.py", swap=PathSwap(PATH, "x")):
                assert b"PRELOAD" not in run.out
                assert b"QUINTAIN" not in run.out

        hall(HEAD + "os.lstat(p)\nprint(dict(os.environ), os.environb)\n", work)


class TestLibrary:
    """The scheduler as shipped."""

    def test_shipped_library_is_of_the_source_as_it_stands(self) -> None:
        """After a change of the C, ``python -m quintain.judge.profiles.races`` writes it anew."""
        assert (FOLDER / "scheduler.x86_64.b64").exists()
        found = shipped("x86_64")
        assert found is not None
        assert mark().encode() in found

    def test_nothing_is_shipped_for_an_unknown_machine(self) -> None:
        """Then the compiler has to build it."""
        assert shipped("pdp11") is None

    @pytest.mark.skipif(shutil.which("cc") is None, reason="this machine has no compiler")
    def test_library_can_be_compiled_here(self) -> None:
        """The source compiles with the options of the shared objects of labs, and carries its mark."""
        from quintain.judge.profiles.native import compiled  # noqa: PLC0415  beside the only test that compiles

        source = (FOLDER / "scheduler.c").read_text()
        content = compiled((("scheduler.c", source),), mark())
        assert content.startswith(b"\x7fELF")
        assert mark().encode() in content
        assert platform.machine()
