"""Static files reach the browser in the smallest encoding that it takes."""

import gzip
import json

import pytest
from django.test import Client

from quintain.web.assets import DIST, asset_url, script_urls

FONTS = sorted(DIST.glob("fonts/*.woff2"))


def get(client: Client, address: str, accepted: str | None) -> tuple[str, str, bytes]:
    """Return the encoding, the Vary header and the body of a file."""
    answer = client.get(address, headers={} if accepted is None else {"Accept-Encoding": accepted})
    assert answer.status_code == 200
    body: bytes = answer.getvalue()
    assert int(answer["Content-Length"]) == len(body)
    return answer.get("Content-Encoding", ""), answer.get("Vary", ""), body


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (None, ""),
        ("", ""),
        ("identity", ""),
        ("*", ""),
        ("gzip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "br"),
        ("br;q=0", ""),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000, gzip ; Q = 0", ""),
        ("br;q=0.001", "br"),
        ("gzip;q=0, *", ""),
        ("zstd", ""),
        ("brotli", ""),
    ],
)
@pytest.mark.parametrize("name", ["app.js", "style.css"])
def test_the_smallest_encoding_that_is_accepted_is_sent(
    client: Client, name: str, accepted: str | None, encoding: str
) -> None:
    """Every answer says that it depends on what is accepted; a refused encoding is never sent."""
    sent, vary, body = get(client, asset_url(name), accepted)
    assert (sent, vary) == (encoding, "Accept-Encoding")
    plain = (DIST / asset_url(name).removeprefix("/static/dist/")).read_bytes()
    assert len(body) < len(plain) if encoding else body == plain
    if encoding == "gzip":
        assert gzip.decompress(body) == plain


def test_scripts_of_the_workbench_shrink_to_a_third(client: Client) -> None:
    """The page *fix* loads the editor, four hundred kilobytes of it."""
    addresses = [asset_url("app.js"), *script_urls("fix")]
    plain, packed, best = (
        sum(len(get(client, address, accepted)[2]) for address in addresses) for accepted in ("", "gzip", "br")
    )
    assert plain > 400_000
    assert best < packed < plain * 0.36


def test_compressed_files_have_no_address_of_their_own(client: Client, page: Client) -> None:
    """A browser that asked for one would not know what it is."""
    for ending in (".br", ".gz"):
        assert page.get(asset_url("app.js") + ending).status_code == 404


def test_fonts_are_sent_as_they_are(client: Client) -> None:
    """They are compressed already, and a second time would make them larger."""
    assert FONTS
    for font in FONTS:
        assert not font.with_name(f"{font.name}.br").exists()
        assert get(client, f"/static/dist/fonts/{font.name}", "gzip, br")[0] == ""


def test_no_file_is_written_that_is_larger(client: Client) -> None:
    """Names are those of files that stand beside it."""
    written = [*DIST.rglob("*.br"), *DIST.rglob("*.gz")]
    assert any(path.name.startswith("style-") for path in written)
    for path in written:
        assert path.stat().st_size < path.with_suffix("").stat().st_size
    assert json.loads((DIST / "manifest.json").read_text())["app.js"]
