"""Moments are written so that a browser can write them in its own time zone."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from quintain.web.templatetags.pagekit import moment


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("time", "23:30"),
        ("minute", "1 Dec 2026, 23:30"),
        ("second", "2026-12-01 23:30:05"),
        ("day", "1 Dec 2026"),
    ],
)
def test_a_moment_has_its_offset(form: str, words: str) -> None:
    """So the browser needs to know nothing of the zone in which the server, or the class, writes it."""
    with timezone.override("Europe/Berlin"):
        written = str(moment(datetime(2026, 12, 1, 22, 30, 5, tzinfo=UTC), form))
    assert written == f'<time datetime="2026-12-01T23:30:05+01:00" data-moment="{form}">{words}</time>'


def test_no_moment_is_nothing() -> None:
    """Where something has not happened yet."""
    assert str(moment(None)) == ""
