"""Each member sees their own page, also after others have looked, with the rights of this moment."""

from itertools import permutations

from helpers import PATHS, Company

MEMBERS = {
    "boss": ("manager", "office"),
    "first": ("lead", "yard"),
    "second": ("clerk", "yard"),
    "other": ("lead", "ships"),
}


def test_each_member_sees_their_own_page(box, rng):
    """Managers, leads and clerks of one company see their own pages, in any order, and they stay stored."""
    for number, order in enumerate(permutations(MEMBERS)):
        if number % 5:
            continue
        company = Company(box, rng, **MEMBERS)
        old = company.figures
        for round_ in range(2):
            for label in order:
                for team in (None, "yard"):
                    page = company.get(label, team=team).json()
                    assert page["rows"] == company.seen(label, team=team or "", figures=old)
                    assert page["hours"] == sum(row["hours"] for row in page["rows"])
            if not round_:
                company.new_figures()


def test_rights_count_at_once(box, rng):
    """A page that is no longer allowed is refused with 403 or 404, and shown again when it is allowed again."""
    for path in PATHS:
        company = Company(box, rng, **MEMBERS)
        first = company.get("boss", path=path).text
        company.subscribed("people")
        assert company.get("boss", path=path).status_code in (403, 404)
        company.subscribed("projects")
        assert company.get("boss", path=path).text == first
        assert company.get("boss", "people", path=path).status_code in (403, 404)


def test_new_roles_count_at_once(box, rng):
    """A member with a new role, team or company sees the page of the new one, also with the tag of the old page."""
    for start, moved in (
        ("boss", {"role": "lead"}),
        ("boss", {"role": "clerk", "team": "ships"}),
        ("first", {"team": "ships"}),
        ("first", {"role": "manager"}),
    ):
        company = Company(box, rng, **MEMBERS)
        tag = company.get(start).headers["etag"]
        company.moved(start, **moved)
        answer = company.get(start, tag=tag)
        assert answer.status_code == 200
        assert answer.json()["rows"] == company.seen(start)


def test_a_note_is_removed(box, rng):
    """A note that was removed is no longer shown."""
    company = Company(box, rng, **MEMBERS)
    company.write("boss", "Call the bank")
    tag = company.get("boss").headers["etag"]
    company.write("boss", "")
    answer = company.get("boss", tag=tag)
    assert answer.status_code == 200
    assert "note" not in answer.json()
