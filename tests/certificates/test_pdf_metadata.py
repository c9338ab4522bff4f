"""XMP in a canonical form: written otherwise it is the same, and what could be read in two ways is refused."""

import pytest

from quintain.certificates.pdf_metadata import Ambiguous, canonical

XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">A &amp; B</dc:title></x:xmpmeta><?xpacket end="r"?>'
)


def test_writing_it_otherwise_changes_nothing() -> None:
    """Other prefixes, indentation, another end of the packet and padding."""
    other = XMP.replace("dc:", "a:").replace(":dc=", ":a=").replace("<a:", "\n  <a:").replace('"r"', '"w"')
    assert other != XMP
    assert canonical(f"{other}\n \n".encode()) == canonical(XMP.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [("A &amp; B", "A"), ("dc:title", "dc:creator"), ("elements/1.1/", "terms/"), ("<dc:title ", '<dc:title a="b" ')],
)
def test_what_says_something_else_is_something_else(old: str, new: str) -> None:
    """Text, names, attributes."""
    assert canonical(XMP.replace(old, new).encode()) != canonical(XMP.encode())


@pytest.mark.parametrize(
    "xmp",
    [
        b"",
        b"Mallory",
        b"<a></b>",
        b"\xff<a/>",
        XMP.encode("utf-16"),
        XMP.replace("<dc:title ", "<!-- <dc:title>Mallory</dc:title> --><dc:title ").encode(),
        XMP.replace("<dc:title ", "<?title Mallory?><dc:title ").encode(),
        XMP.replace('end="r"', "Mallory").encode(),
        XMP.replace("<x:xmpmeta", "<!DOCTYPE x [<!ENTITY a 'Mallory'>]><x:xmpmeta").encode(),
        XMP.replace("<x:xmpmeta", "<!DOCTYPE x><x:xmpmeta").encode(),
        (XMP + XMP).encode(),
    ],
    ids=range(11),
)
def test_what_can_be_read_in_two_ways_is_refused(xmp: bytes) -> None:
    """By programs that look for a title without reading XML, for example."""
    with pytest.raises(Ambiguous):
        canonical(xmp)
