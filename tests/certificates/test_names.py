"""The name on a certificate is one that people can read, and that means nothing else than what is seen."""

import pytest

from quintain.certificates.errors import HolderUnfit
from quintain.certificates.names import read_holder


@pytest.mark.parametrize(
    "name",
    [
        "Zoë O'Brien",
        "María José Carreño Quiñones",
        "Nguyễn Thị Minh Khai",
        "Łukasz Żółć-Wójcik",
        "Jean\u2010Luc d\u2019Arc",
        "J. R. R. Tolkien",
        "Анна Петрова",
        "Anna Петрова",
        "Martin Luther King, Jr. (Ph.D.)",
        "Gal\u00b7la Placídia",
        "Elif 3rd & Son/Daughter*",
        "山田 太郎",
        "やまだ太郎",
        "محمد علي",
        "A",
        "X" * 80,
    ],
)
def test_names_of_people_are_taken_as_they_are(name: str) -> None:
    """Of any script, and of several if each word has one."""
    assert read_holder(name) == name


def test_spaces_and_composed_letters_are_put_in_order() -> None:
    """As they are compared and printed."""
    assert read_holder("  Zoe\u0308 \t Miller ") == "Zoë Miller"
    assert read_holder("Ada\r\nLovelace") == read_holder("Ada\nLovelace") == "Ada Lovelace"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "-",
        "X" * 81,
        "Zo\u202eë",
        "Zoë\u2066 Miller",
        "Zoë\u200b",
        "Zoë\x07",
        "Zoë\0",
        "Zoë\ue000",
        "a" + "\u0301" * 5,
        "P\u0430ul",  # a Cyrillic letter among Latin ones
        "\u0391nna",  # a Greek one
        "\U0001d400da",  # a bold mathematical A
        "\uff21da",  # a wide A
        "\u216ban",  # the Roman number twelve
    ],
)
def test_what_deceives_a_reader_is_refused(name: str) -> None:
    """Nothing, too much, what is not seen, what turns the text, and what looks like another letter."""
    with pytest.raises(HolderUnfit) as refused:
        read_holder(name)
    assert refused.value.sentence


@pytest.mark.parametrize(
    ("name", "character"),
    [
        ("<script>alert(1)</script>", "<"),
        ("b>Zoë", ">"),
        ('#import "x"; $x$ *b* _i_', "#"),
        ("Zoë $1", "$"),
        ("{{ Zoë }}", "{"),
        ("Zoë }", "}"),
        ("1 OR 1=1", "="),
        ("Robert'); DROP TABLE students", ";"),
        ("Zoë | cat", "|"),
        ("Zoë\\n", "\\"),
        ("`Zoë`", "`"),
        ("\uff1cb\uff1eZoë", "\uff1c"),
    ],
)
def test_mark_up_is_no_name(name: str, character: str) -> None:
    """The sentence names the first character that is in no name."""
    with pytest.raises(HolderUnfit) as refused:
        read_holder(name)
    assert f"“{character}”" in refused.value.sentence
