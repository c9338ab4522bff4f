"""The forgery kit proves nothing: all of it on a lab of each profile, a sample on some live labs, all on all if asked.

The long proof is left out unless it is asked for: ``pytest -m exhaustive``, or ``python -m tests.hostile.forging``.
"""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from quintain.judge.errors import SubmissionRefused
from quintain.judge.grading.submission import accept
from quintain.judge.judge import Judge
from quintain.packs import load_lab
from quintain.packs.model.lab import Expectation, Lab, Profile
from quintain.sandbox import Sandbox
from tests.hostile.forging import FORGERIES, PROFILES, Forgery, apply, complaints, forgeries_for, live_labs, sample_for

pytestmark = pytest.mark.hostile

SAMPLE = 2
FIXED = {"archive-options", "certificates", "dependency-confusion", "native-badge", "sql-login", "tour"}
DRAWN = 3  # labs beside those, others whenever the content changes
LABS = Path(__file__).parents[1] / "judge" / "labs"
LIVE = live_labs()
SMALL: dict[Profile, Lab] = {
    Profile.FUNCTION: load_lab(LABS / "notes"),
    Profile.HTTP: load_lab(LABS / "guests"),
    Profile.COMMAND: load_lab(LABS / "count"),
    Profile.CLIENT: load_lab(LABS / "caller"),
    Profile.NATIVE: LIVE["native-badge"],
}
OTHERS = sorted(
    LIVE.keys() - FIXED,
    key=lambda slug: sha256("".join(lab.digest for lab in LIVE.values()).encode() + slug.encode()).digest(),
)
# Nothing but a limit of the sandbox ends these.
WAITED_FOR = {"first/stops_itself", "first/speaks_four_gigabytes", "alone/leaves_when_called"}
EVERYWHERE = [
    pytest.param(profile, forgery, marks=pytest.mark.whole if forgery.name in WAITED_FOR else ())
    for profile, lab in SMALL.items()
    for forgery in forgeries_for(lab)
]


@pytest.fixture(scope="module")
def judge(sandbox_folder: Path) -> Iterator[Judge]:
    """A judge whose runtimes are made once."""
    with Sandbox(sandbox_folder) as sandbox:
        yield Judge(sandbox)


def named(value: object) -> str | None:
    """Name a parameter."""
    return value.name if isinstance(value, Forgery) else str(value) if isinstance(value, (str, Profile)) else None


@pytest.mark.sample(most=10)
@pytest.mark.parametrize(("profile", "forgery"), EVERYWHERE, ids=named)
def test_forgery_proves_nothing(judge: Judge, profile: Profile, forgery: Forgery) -> None:
    """On a small lab it gets a verdict that its docstring allows; never a proof, and never an error of ours."""
    assert list(complaints(forgery, apply(judge, SMALL[profile], forgery))) == []


@pytest.mark.sample(most=1)
@pytest.mark.parametrize(
    "slug",
    [pytest.param(slug, marks=pytest.mark.exhaustive if slug in OTHERS[DRAWN:] else ()) for slug in sorted(LIVE)],
)
def test_a_sample_proves_nothing_on_a_live_lab(judge: Judge, slug: str) -> None:
    """A few forgeries, others with every change of the lab; and the starter itself, behind all that surrounds it."""
    honest = [each for each in forgeries_for(LIVE[slug]) if each.is_honest]
    for forgery in (*sample_for(LIVE[slug], SAMPLE), *honest):
        assert list(complaints(forgery, apply(judge, LIVE[slug], forgery))) == []


@pytest.mark.exhaustive
@pytest.mark.timeout(900)
@pytest.mark.parametrize("slug", sorted(LIVE))
def test_nothing_proves_anything_on_a_live_lab(judge: Judge, slug: str) -> None:
    """The whole kit on every lab that learners meet."""
    kit = forgeries_for(LIVE[slug])
    assert [told for each in kit for told in complaints(each, apply(judge, LIVE[slug], each))] == []


@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("slug", sorted(LIVE))
def test_nothing_saves_a_wrong_fix(judge: Judge, slug: str) -> None:
    """Whatever surrounds a fix that leaves one hole open does not hide the hole."""
    lab = LIVE[slug]
    around = [each for each in forgeries_for(lab) if each.path.parent.name == "around" and not each.is_honest]
    for fix in lab.wrong_fixes:
        if fix.expect is Expectation.STILL_OPEN:
            behind = replace(lab, starter={**lab.starter, **fix.files})
            assert [(fix.name, told) for each in around for told in complaints(each, apply(judge, behind, each))] == []


def test_every_profile_is_forged_in_every_place() -> None:
    """A profile without forgeries would be a profile without a guard."""
    for profile in PROFILES:
        kit = [each for each in FORGERIES if profile in each.profiles]
        assert len(kit) >= 60
        assert {each.path.parent.name for each in kit} == {"first", "alone", "around"}


@pytest.mark.parametrize("slug", sorted(LIVE))
def test_nothing_but_editable_files_is_taken(slug: str) -> None:
    """Files of the lab, of the judge and of the machine cannot be sent in, under whatever spelling."""
    lab = LIVE[slug]
    shut = [path for path in (*lab.starter, *lab.files) if path not in lab.run.editable]
    mine = lab.run.editable[0]
    odd = ["../" + mine, "./" + mine, "/lab/" + mine, mine + "/", mine + "\0", "x/../" + mine, "", ".", mine.upper()]
    for path in (
        *shut,
        *odd,
        "conftest.py",
        "sitecustomize.py",
        "tests/test_x.py",
        "exploits/control.py",
        "/etc/passwd",
    ):
        with pytest.raises(SubmissionRefused):
            accept(lab, {path: "x"})
    text = type("Text", (str,), {})
    for refused in ({text(mine): "x"}, {mine: text("x")}, {mine: "\ud800"}, {mine: "\0"}, {mine: "x" * 2**19}):
        with pytest.raises(SubmissionRefused):
            accept(lab, refused)


def test_a_sample_changes_with_its_lab() -> None:
    """Every change of a lab draws others, so that over time each lab meets all of them."""
    lab = LIVE["redos"]
    changed = replace(lab, digest="0" * 64)
    assert sample_for(lab, SAMPLE) == sample_for(lab, SAMPLE) != sample_for(changed, SAMPLE)
