"""What earns a certificate is said in the environment, and nothing is guessed."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from quintain.certificates.requirements import Requirement, read_requirement


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", None),
        (" ", None),
        ("labs=core", Requirement(None)),
        ("labs=40", Requirement(40)),
        ("labs=core, exit=70", Requirement(None, 70)),
        ("labs=1,exit=0", Requirement(1)),
    ],
)
def test_a_requirement_is_read(text: str, meant: Requirement | None) -> None:
    """Without one, there are no certificates."""
    assert read_requirement(text) == meant


@pytest.mark.parametrize("text", ["core", "labs=0", "labs=-1", "labs=1001", "labs=core,exit=101", "exit=70", "labs=٣"])
def test_what_cannot_be_read_keeps_the_server_from_starting(text: str) -> None:
    """With the name of the setting."""
    with pytest.raises(ImproperlyConfigured, match="QUINTAIN_CERTIFICATE"):
        read_requirement(text)
