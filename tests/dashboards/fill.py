"""``python -m tests.dashboards.fill DATA_FOLDER [LAB]``: fills a class, and prints sessions, addresses and people.

The first line is the instructor, then three students. With ``--often``, it fills another class for each line that it
reads. For looking at the pages; the server may run meanwhile.
"""

import os
import sys

import django

OFTEN = "--often"


def main(*words: str) -> None:
    """Fill a class of the data folder that the environment names, or one for each line."""
    slug = next((word for word in words if word != OFTEN), "sql-login")
    if OFTEN not in words:
        fill_one(slug, 1)
        return
    for number, _line in enumerate(sys.stdin, start=1):
        fill_one(slug, number)


def fill_one(slug: str, number: int) -> None:
    """Fill a class of an instructor of its own."""
    from quintain.catalog.pack_store import current_pack  # noqa: PLC0415  Django must be set up before
    from quintain.cli.rehearse import session_of  # noqa: PLC0415  as above
    from tests.dashboards.filling import fill, make_class, make_instructor  # noqa: PLC0415  as above

    mara = make_instructor("mara" if number == 1 else f"mara-{number}", "Mara Lindqvist")
    a_class = make_class(mara)
    people = fill(a_class, current_pack().labs[slug])
    for person in (mara, people[7], people[4], people[10]):
        sys.stdout.write(f"{session_of(person)} /classes/{a_class.pk}/ {person.pk}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ["QUINTAIN_DATA"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "quintain.server.settings"
    django.setup()
    main(*sys.argv[2:])
