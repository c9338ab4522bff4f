"""``python -m tests.arena.fill DATA_FOLDER [others]``: fills a class whose students have work to enter.

Each line that it prints has a session and the id of the class: the instructor's, Elif's, whose fix is weak, and Hugo's,
whose fix is sound. Both have the exploit of the lab's author. With ``others``, four more students enter a fix into the
arena that is open, and one of them an exploit. The server may run meanwhile.
"""

import os
import sys

import django


def main(slug: str = "sql-login") -> None:
    """Fill a class of the data folder that the environment names."""
    from quintain.catalog.pack_store import current_pack  # noqa: PLC0415  Django must be set up before
    from quintain.cli.rehearse import session_of  # noqa: PLC0415  as above
    from tests.arena.work import prove  # noqa: PLC0415  as above
    from tests.dashboards.filling import Story, fill, make_class, make_instructor  # noqa: PLC0415  as above

    lab = current_pack().labs[slug]
    assert lab.break_ is not None
    fixes = {fix.name: fix.files["shop.py"] for fix in lab.fixes}
    mara = make_instructor("mara", "Mara Lindqvist")
    a_class = make_class(mara)
    elif_, hugo = fill(a_class, lab, (Story("Elif Kaya"), Story("Hugo Pires")))
    for person, fix in ((elif_, "doubled-quotes"), (hugo, "placeholders")):
        prove(person, lab, fixes[fix], (lab.folder / lab.break_.reference).read_text())
    for person in (mara, elif_, hugo):
        sys.stdout.write(f"{session_of(person)} {a_class.pk}\n")


def enter_others() -> None:
    """Enter fixes of four more students into the open arena."""
    from quintain.arena import actions  # noqa: PLC0415  as above
    from quintain.arena.models import Arena, Kind  # noqa: PLC0415  as above
    from quintain.catalog.pack_store import lab_of_uuid  # noqa: PLC0415  as above
    from tests.arena.work import prove  # noqa: PLC0415  as above
    from tests.dashboards.filling import STORIES, Story, fill  # noqa: PLC0415  as above

    arena = Arena.objects.select_related("in_class").get(closed_at=None)
    lab = lab_of_uuid(arena.lab)
    assert lab is not None
    people = fill(arena.in_class, lab, tuple(Story(story.name) for story in STORIES[:4]))
    for person in people:
        prove(person, lab, "fix", "exploit")
        actions.enter(arena, Kind.FIX, by=person, name=f"A rather long name, {person.display_name}")
    actions.enter(arena, Kind.EXPLOIT, by=people[-1], name="At the end of the table")


if __name__ == "__main__":
    os.environ["QUINTAIN_DATA"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "quintain.server.settings"
    django.setup()
    (enter_others if "others" in sys.argv else main)()
