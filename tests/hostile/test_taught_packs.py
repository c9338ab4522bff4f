"""A pack whose labs are trivial takes the uuids of a course, so that what is proven in it would count in the course."""

import re
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from quintain.catalog.actions import Taught, record_taught
from quintain.catalog.errors import NotThisPack
from quintain.catalog.models import TaughtPack, TaughtUuid
from quintain.cli.new import write_pack
from quintain.packs import Pack, identities_of, join, load_pack
from tests.classroom import ASSESSMENT, make_pack
from tests.courses import make_small_course
from tests.server.test_serving import Start, refuse, start

__all__ = ["start"]

AUTHOR, ATTACKER = "SHA256:author", "SHA256:attacker"


@pytest.fixture
def course() -> Pack:
    """Give the course that is taught first."""
    return replace(make_pack(), assessment=ASSESSMENT)


@pytest.fixture
def further(tmp_path: Path) -> Pack:
    """Load a pack with uuids of its own."""
    write_pack(tmp_path / "web-course", "Web course")
    return load_pack(tmp_path / "web-course")


def teach(pack: Pack, signer: str = "", *, accept_new_signer: bool = False) -> None:
    """Record a pack as a start does."""
    taught = [Taught(identity, signer) for identity in identities_of(pack)]
    record_taught(taught, accept_new_signer=accept_new_signer)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["lab", "lesson", "question", "assessment"])
def test_another_pack_takes_no_uuid_of_the_course(kind: str, course: Pack, further: Pack) -> None:
    """Of nothing by which work is found: labs, read lessons, answers, and the exit test count for certificates."""
    teach(course)
    notes, paths = further.labs["notes"], further.lessons["paths"]
    ours = next(iter(course.lessons.values()))
    stolen = {
        "lab": replace(further, labs={"notes": replace(notes, uuid=course.labs["shop"].uuid)}),
        "lesson": replace(further, lessons={"paths": replace(paths, uuid=ours.uuid)}),
        "question": replace(further, lessons={"paths": replace(paths, questions=ours.questions)}),
        "assessment": replace(further, assessment=course.assessment[:1]),
    }[kind]
    with pytest.raises(NotThisPack, match=f"of the pack {further.id} has a uuid of the pack course") as refused:
        teach(stolen)
    assert f"its pack.toml must keep the uuid {course.uuid}" in refused.value.remedy
    assert not TaughtPack.objects.filter(uuid=further.uuid).exists()
    teach(further)  # as it is, it has uuids of its own


@pytest.mark.django_db
def test_the_order_does_not_matter(course: Pack, further: Pack) -> None:
    """Work in a pack that came first does not count in the course that comes after it."""
    teach(replace(further, labs={"notes": replace(further.labs["notes"], uuid=course.labs["shop"].uuid)}))
    with pytest.raises(NotThisPack, match="The lab shop of the pack course has a uuid of the pack web-course"):
        teach(course)
    with pytest.raises(NotThisPack, match="The lab shop"):
        teach(join(course, further_without_labs(further)))


def further_without_labs(further: Pack) -> Pack:
    """Return a pack whose only lab is another one now; what it was taught with stays its own."""
    return replace(further, labs={"notes": replace(further.labs["notes"], uuid=uuid4())})


@pytest.mark.django_db
def test_what_a_pack_has_dropped_stays_its_own(course: Pack, further: Pack) -> None:
    """The work in it is there still."""
    dropped = course.labs["shop"].uuid
    teach(course)
    teach(replace(course, labs={}))
    with pytest.raises(NotThisPack):
        teach(replace(further, labs={"notes": replace(further.labs["notes"], uuid=dropped)}))


@pytest.mark.django_db
def test_an_author_renames_a_pack_and_publishes_it_anew(course: Pack, further: Pack) -> None:
    """With the same uuid it is the same pack, whatever else changes; new labs are added to what is its own."""
    teach(course, AUTHOR)
    added = replace(course, id="new-name", title="New", version="2.0", labs={**course.labs, **further.labs})
    teach(added, AUTHOR)
    assert TaughtPack.objects.get().name == "new-name"
    assert TaughtUuid.objects.get(uuid=further.labs["notes"].uuid).pack_id == course.uuid


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", TaughtPack.UNSIGNED),
        ("", ATTACKER),
        (TaughtPack.UNSIGNED, ATTACKER),
        (AUTHOR, TaughtPack.UNSIGNED),
        (AUTHOR, ATTACKER),
    ],
)
def test_the_uuid_of_a_pack_is_not_enough_to_be_it(first: str, second: str, course: Pack) -> None:
    """A uuid is no secret: an installed pack of another signer waits for the operator's word."""
    teach(course, first)
    evil = replace(course, id="evil")
    with pytest.raises(NotThisPack, match="The pack evil has the uuid of course, which was taught here") as refused:
        teach(evil, second)
    assert "quintain serve --accept-new-signer" in refused.value.remedy
    teach(evil, second, accept_new_signer=True)
    teach(evil, second)


@pytest.mark.django_db
def test_a_folder_of_the_operators_is_taken_as_it_is(course: Pack) -> None:
    """Anyone who can write it can write its proofs, too; it takes no key's place."""
    teach(course, AUTHOR)
    teach(course)
    teach(course, AUTHOR)
    with pytest.raises(NotThisPack):
        teach(course, ATTACKER)


@pytest.mark.django_db
def test_packs_beside_a_course_keep_their_own_uuids(course: Pack, further: Pack) -> None:
    """Each is the pack that it is alone, so it may be taught alone later."""
    teach(join(course, further))
    assert TaughtUuid.objects.get(uuid=further.labs["notes"].uuid).pack_id == further.uuid
    teach(further)
    teach(course)


@pytest.mark.slow
def test_a_server_does_not_start_with_labs_of_another_course(start: Start, tmp_path: Path) -> None:
    """It says which lab, and what to do."""
    taught = make_small_course(tmp_path / "taught")
    server = start("--port", "0", "--pack", str(taught))
    server.process.kill()
    server.process.wait()
    sheet = taught / "pack.toml"
    sheet.write_text(re.sub(r'(?m)^uuid = ".*"$', f'uuid = "{UUID(int=4711)}"', sheet.read_text()))
    done = refuse(server.data, "--port", "0", "--pack", str(taught))
    assert done.returncode == 2
    assert re.search(r"The lab \S+ of the pack \S+ has a uuid of the pack \S+, which was taught", done.stderr)
