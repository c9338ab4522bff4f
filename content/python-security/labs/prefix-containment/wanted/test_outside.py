"""A name that leads out of its folder is an error."""

from helpers import files_of_the_staff, publish, put, show, word

OUTSIDE = ("../pages-staff/exam.html", "../settings.toml", "/lab/settings.toml", "team/2026.html", "../website.py")


def test_page_outside_is_an_error(box, rng):
    """A page that is outside is refused with status 1 and a message."""
    for name in (*OUTSIDE, "exam.html"):
        shown = show(box, name)
        assert shown.code == 1, name
        assert shown.err, name
        copied = publish(box, name, f"{word(rng)}.html")
        assert copied.code == 1, name
        assert copied.err, name


def test_target_outside_is_an_error(box, rng):
    """Nothing is written outside: status 1 and a message."""
    before = files_of_the_staff(box)
    for name in (*OUTSIDE, "../pages-staff/new.html"):
        written = put(box, name, word(rng).encode())
        assert written.code == 1, name
        assert written.err, name
    for name in ("../public-staff/index.html", "../7-staff/index.html", "staff/index.html", "staff/new.html"):
        copied = publish(box, "index.html", name)
        assert copied.code == 1, name
        assert copied.err, name
    assert files_of_the_staff(box) == before
