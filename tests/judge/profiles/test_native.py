"""Profile ``native``: the shared object comes from the pack alone, and what it does in the box is seen."""

import platform
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quintain.judge import Died, Raised
from quintain.judge.errors import JudgeFault
from quintain.judge.judge import Judge
from quintain.judge.profiles import native as module
from quintain.judge.profiles.function import FunctionBox
from quintain.judge.profiles.native import compiled, libraries, ship
from quintain.judge.verdict import Result
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs import PackInvalid, load_lab
from quintain.packs.model.lab import Lab
from quintain.packs.native import mark_of
from tests.judge.meeting import observe

FOLDER = Path(__file__).parents[3] / "content" / "python-security" / "labs" / "native-badge"
LIBRARY = "libbadge.so"

with_prebuilt = pytest.mark.skipif(
    not (FOLDER / "prebuilt" / platform.machine()).exists(), reason="the lab ships nothing for this machine"
)
with_compiler = pytest.mark.skipif(shutil.which("cc") is None, reason="this machine has no C compiler")


@pytest.fixture(scope="module")
def badge() -> Lab:
    """The lab with a shared object."""
    return load_lab(FOLDER)


@pytest.fixture
def no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a C compiler."""
    monkeypatch.setattr(module, "COMPILER", "no-such-compiler")
    compiled.cache_clear()


def sound(lab: Lab) -> dict[str, str]:
    return dict(next(fix.files for fix in lab.fixes if fix.name == "bytes-counted"))


@with_prebuilt
@pytest.mark.usefixtures("no_compiler")
def test_shipped_object_needs_no_compiler(badge: Lab) -> None:
    """What the pack ships is taken as it is, and says which source it is of."""
    content = libraries(badge)[LIBRARY]
    assert content.startswith(b"\x7fELF")
    assert badge.run.native is not None
    assert mark_of(badge.run.native, badge.starter).encode() in content


@pytest.mark.usefixtures("no_compiler")
def test_neither_object_nor_compiler_is_an_error(badge: Lab, judge: Judge) -> None:
    """A machine that cannot have the object says so, and judges nobody."""
    bare = replace(badge, prebuilt={"another-machine": "f0VMRg=="})
    with pytest.raises(JudgeFault, match="no C compiler"):
        libraries(bare)
    verdict = judge.grade(bare, sound(bare))
    assert verdict.result is Result.ERROR
    assert verdict.fault is not None
    assert "no C compiler" in verdict.fault.message


@with_compiler
def test_outdated_object_is_not_used(badge: Lab) -> None:
    """An object of another source would be another lab."""
    changed = replace(badge, starter={**badge.starter, "badge.c": badge.starter["badge.c"].replace("16", "32")})
    content = libraries(changed)[LIBRARY]
    assert changed.run.native is not None
    assert mark_of(changed.run.native, changed.starter).encode() in content


@with_compiler
def test_building_twice_gives_the_same(badge: Lab) -> None:
    """The object depends on the source alone: on no clock, no folder, no user."""
    bare = replace(badge, prebuilt={})
    compiled.cache_clear()
    first = libraries(bare)
    compiled.cache_clear()
    assert libraries(bare) == first


@with_compiler
def test_source_that_does_not_compile_is_ours(badge: Lab) -> None:
    """The compiler's words reach the author."""
    broken = replace(badge, prebuilt={}, starter={**badge.starter, "badge.c": "int one(void) { return two; }"})
    with pytest.raises(JudgeFault, match=r"(?s)does not compile.*two"):
        libraries(broken)


@with_compiler
def test_object_is_written_into_the_lab(tmp_path: Path) -> None:
    """The command writes what the loader accepts, and refuses beside an outdated one."""
    folder = tmp_path / "labs" / "native-badge"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("prebuilt", "__pycache__"))
    place = ship(folder)
    assert load_lab(folder).prebuilt == {platform.machine(): place.read_text(encoding="ascii")}
    with (folder / "starter" / "badge.c").open("a", encoding="utf-8") as source:
        source.write("/* another */\n")
    with pytest.raises(PackInvalid, match=r"lab\.E052"):
        ship(folder)


def meet(judge: Judge, lab: Lab, files: dict[str, str], work: Callable[[FunctionBox], object]) -> object:
    """Let a function meet the badge printer in a fresh box, and give what it returns."""
    heard: list[object] = []

    def meet_printer(context: CheckContext) -> None:
        assert isinstance(context.box, FunctionBox)
        heard.append(work(context.box))

    observe(judge, lab, files, meet_printer)
    return heard[0]


@pytest.mark.parametrize(
    "origin",
    [
        pytest.param(lambda lab: lab, id="shipped", marks=with_prebuilt),
        pytest.param(lambda lab: replace(lab, prebuilt={}), id="compiled", marks=with_compiler),
    ],
)
def test_object_does_in_the_box_what_its_source_says(badge: Lab, judge: Judge, origin: Callable[[Lab], Lab]) -> None:
    """The seventeenth byte flips the flag, whoever built the object, and a sound fix stops it."""

    def with_seventeen(box: FunctionBox) -> object:
        return box.call("badge:make", "seventeen-letters")

    lab = origin(badge)
    assert meet(judge, lab, {}, with_seventeen) == {"name": "seventeen-letters", "admin": True, "floor": 1}
    with pytest.raises(Raised, match="too long"):
        meet(judge, lab, sound(lab), with_seventeen)


def test_fault_in_c_ends_the_box(badge: Lab, judge: Judge) -> None:
    """A fault in C ends the program by a signal; the judge sees it, and no except of the learner's does."""
    with pytest.raises(Died, match="signal 11"):
        meet(judge, badge, {}, lambda box: box.call("badge:make", None))


def test_object_lies_beside_the_files(badge: Lab, judge: Judge) -> None:
    """Learners' code finds the very bytes, and the C that it was built from."""
    assert meet(judge, badge, {}, lambda box: box.read(LIBRARY)) == libraries(badge)[LIBRARY]
    assert meet(judge, badge, {}, lambda box: box.read("badge.c")) == badge.starter["badge.c"].encode()


def test_other_profiles_have_no_object(notes: Lab) -> None:
    """Nothing but the table asks for one."""
    assert libraries(notes) == {}
