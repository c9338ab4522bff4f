"""Names to sign in with are made of what people are called, in letters that every keyboard has."""

import pytest

from quintain.accounts.people.names import CODE_LETTERS, free_username

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("display_name", "stem"),
    [
        ("Y\N{LATIN SMALL LETTER DOTLESS I}lmaz", "yilmaz"),
        ("İpek Şahin", "ipek-sahin"),
        ("Łukasz Błażej", "lukasz-blazej"),
        ("Søren Ærø", "soren-aero"),
        ("Đorđe Œuvré", "dorde-oeuvre"),
        ("Straße", "strasse"),
        ("Þór Ðan", "thor-dan"),
        ("Nguyễn Thị Đào", "nguyen-thi-dao"),
        ("Əliyev", "eliyev"),
        ("Иван", "student"),  # another script: nothing of it is on a Latin keyboard
    ],
)
def test_no_latin_letter_is_dropped(display_name: str, stem: str) -> None:
    """A letter that Unicode does not take apart becomes the one that it is made of."""
    username = free_username(display_name)
    assert username[:-5] == stem
    assert username[-5] == "-"
    assert set(username[-4:]) <= set(CODE_LETTERS)
