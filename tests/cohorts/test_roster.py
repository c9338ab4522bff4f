"""Rosters come from spreadsheets, and from people who want to know what happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.cohorts.errors import RosterUnfit
from quintain.cohorts.roster import read_roster


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"Ada\nBo\n", ("Ada", "Bo")),
        ("\ufeffname;room\r\nZoë;1\r\n\r\nLi;2\r\n".encode(), ("Zoë", "Li")),
        (b'email,Name\r\na@x.test,"Kaya, Elif"\r\n', ("Kaya, Elif",)),
        (b"=HYPERLINK(1)\n", ("=HYPERLINK(1)",)),
        (b"room\tname\n1\tLi\n", ("Li",)),
        (b'"Kaya, Elif"\n', ("Kaya, Elif",)),
    ],
)
def test_names_are_read_in_order(data: bytes, names: tuple[str, ...]) -> None:
    """From a plain list, and as spreadsheets write it: with a mark at the start, semicolons, quotes, empty lines."""
    assert read_roster(data) == names


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "1 to 60"),
        (b"name\n", "1 to 60"),
        (b"a\n" * 61, "1 to 60"),
        (b"\xff\xfea", "UTF-8"),
        (b"a" * 70_000, "64 KiB"),
        (b'"open\n', "no CSV"),
        (b"Ada\n\n  ,x\n", "Line 3 of the roster has more than one column"),
        (b"name,room\n\n\nAda,1\n  ,2\n", "Line 5"),
        (b"vorname,nachname\nElif,Kaya\n", "no column .name."),
        (b"Elif\tKaya\n", "no column .name."),
        (b"Ada\nB\x00o\n", "roster"),
    ],
)
def test_what_is_no_roster_is_refused_in_words(data: bytes, said: str) -> None:
    """With the line's number where one line is wrong."""
    with pytest.raises(RosterUnfit, match=said):
        read_roster(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_names_or_a_refusal(data: bytes) -> None:
    """And never an error of ours."""
    try:
        names = read_roster(data)
    except RosterUnfit:
        return
    assert all(name.strip() == name and name for name in names)
