"""The program that makes and reads PDFs, in a process of its own under limits; `papers` starts it for each request.

A request is a JSON object on standard input, the answer one on standard output; PDFs in them are base64. It knows no
Django.
"""

import base64
import hashlib
import json
import logging
import re
import resource
import sys
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from quintain.certificates.pdf_metadata import Ambiguous, Metadata, canonical

TYPESETTING_BYTES: Final = 2 * 2**30
"""Of addresses, of which the typesetter's threads reserve most and use little."""
READING_BYTES: Final = 2**29
"""What somebody has packed into a PDF does not fit, unless it is a page."""
CPU_SECONDS: Final = 20
MOST_FILE_BYTES: Final = 2**20
"""Nothing is written but what the standard library may."""
ATTACHMENT: Final = "credential.jwt"
MOST_TOKEN_BYTES: Final = 64 * 1024
MOST_OBJECTS: Final = 200_000
PICTURES: Final = ("DCTDecode", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode")
LEFT_OUT: Final = frozenset({"/AF", "/Metadata"})
"""Of the document's catalogue: the list of attachments, and the metadata, which is digested in a form of its own."""
NO_FONT: Final = re.compile(r'the text `(".*?")` could not be displayed', re.DOTALL)
"""What the typesetter says of a letter that no font has; it names the first one, in quotation marks."""
ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A character of a name (ISO 32000-1, 7.3.5)."""
BEHIND_OBJECT: Final = re.compile(rb"endobj[\0\t\n\f\r ]*+")
LAST_LIST: Final = re.compile(rb"startxref[\0\t\n\f\r ]+([0-9]{1,10})[\0\t\n\f\r ]+%%EOF[\0\t\n\f\r ]*\Z")
FOLDER: Final = Path(__file__).parent
FONTS: Final = FOLDER.parent / "courseware" / "typst" / "fonts"
"""Those of the handbook, which are the ones of the pages."""

type Answer = dict[str, object]


class Refusal(Exception):  # noqa: N818  what was given, not a mistake of the program
    """A word for `papers` that says why there is no answer, and for "letters" the one that is meant, if it is known."""


def typeset(asked: Mapping[str, Any]) -> Answer:  # Any: JSON of `papers`
    """Return a certificate without its credential, and the digest of what it shows and says of itself."""
    import typst  # noqa: PLC0415  an extra, and slow to load

    folders = [FONTS, *(Path(each) for each in asked["fonts"])]
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[each for each in folders if each.is_dir()]
    )
    try:
        pdf = typst.compile(
            str(FOLDER / "certificate.typ"),
            root=str(FOLDER),
            font_paths=fonts,
            sys_inputs={"paper": json.dumps(asked["paper"])},
            pdf_standards=["ua-1", "a-3a"],
            timestamp=asked["timestamp"],
        )
    except typst.TypstError as error:
        # PDF/UA refuses a letter that no font has; of all texts on the page, a person has written the name alone.
        if "could not be displayed" in str(error):
            raise Refusal("letters", _letter(str(error))) from None
        raise Refusal(f"typesetting: {error}") from None
    assert isinstance(pdf, bytes)  # noqa: S101  one document is asked for
    with _opened(pdf) as document:
        return {"pdf": _encoded(pdf), "digest": whole_digest(digest_of(document), metadata_of(document))}


def _letter(sentence: str) -> str:
    """Return the letter that the typesetter names; none if it writes it as a number, or says it in another way."""
    found = NO_FONT.search(sentence)
    letter = found[1].strip('"') if found else ""
    return "" if "\\" in letter else letter


def attach(asked: Mapping[str, Any]) -> Answer:  # Any: as above
    """Return a certificate with its credential attached, as PDF/A-3 wants it."""
    import pikepdf  # noqa: PLC0415  an extra, and slow to load

    with _opened(base64.b64decode(asked["pdf"])) as document:
        document.attachments[ATTACHMENT] = pikepdf.AttachedFileSpec(
            document,
            asked["token"].encode(),
            description="Open Badges 3.0 credential",
            filename=ATTACHMENT,
            mime_type="application/vc+jwt",
            relationship=pikepdf.Name.Data,
            mod_date=asked["pdf_date"],
            creation_date=asked["pdf_date"],
        )
        document.Root.AF = document.make_indirect(pikepdf.Array([document.attachments[ATTACHMENT].obj]))
        into = BytesIO()
        document.save(into, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return {"pdf": _encoded(into.getvalue())}


def inspect(asked: Mapping[str, Any]) -> Answer:  # Any: as above
    """Return the credential that a PDF of somebody has, the digests of what it shows, and its metadata."""
    pdf = base64.b64decode(asked["pdf"])
    _require_one_beginning(pdf)
    with _opened(pdf) as document:
        if list(document.attachments) != [ATTACHMENT]:
            raise Refusal("attachments")
        token = document.attachments[ATTACHMENT].get_file().read_bytes()
        if len(token) > MOST_TOKEN_BYTES:  # the size that the file itself tells can be a lie
            raise Refusal("attachments")
        shown, metadata = digest_of(document), metadata_of(document)
        _require_whole(document)
        return {
            "token": token.decode("ascii", "replace"),
            "digest": whole_digest(shown, metadata),
            "shown": shown,
            "info": dict(metadata.info),
            "xmp": metadata.xmp,
            "language": str(document.Root.get("/Lang", "")),
        }


def whole_digest(shown: str, metadata: Metadata) -> str:
    """Return the SHA-256 of what a PDF shows, of which ``shown`` is one, and of what it says of itself."""
    said = json.dumps([shown, sorted(metadata.info.items()), metadata.xmp])
    return hashlib.sha256(said.encode()).hexdigest()


def metadata_of(document: Any) -> Metadata:  # Any: pikepdf is loaded only here
    """Return what a PDF says of itself."""
    import pikepdf  # noqa: PLC0415  as above

    info, stream = document.trailer.get("/Info", {}), document.Root.get("/Metadata")
    entries = {
        key: str(info[key]) if isinstance(info[key], pikepdf.String) else repr(info[key].unparse(resolved=True))
        for key in info.keys()  # noqa: SIM118  no dict
    }
    try:
        return Metadata(entries, canonical(bytes(stream.read_bytes())) if stream is not None else "")
    except Ambiguous:
        raise Refusal("damaged") from None


def digest_of(document: Any) -> str:  # Any: pikepdf is loaded only here
    """Return the SHA-256 of all that a PDF shows, reads out or does: of its catalogue without its attachments.

    Objects count by what they hold, not by how they are written: compressing them otherwise changes nothing, and any
    other letter, colour, picture, field, note or link does.
    """
    import pikepdf  # noqa: PLC0415  as above

    digest, numbers = hashlib.sha256(), dict[tuple[int, int], int]()
    pending: list[Any] = [_catalogue(document)]
    while pending:
        thing = pending.pop()
        if isinstance(thing, str):  # what closes, or names, a thing
            digest.update(thing.encode())
            continue
        if isinstance(thing, pikepdf.Object) and thing.is_indirect:
            if thing.objgen in numbers:
                digest.update(f"R{numbers[thing.objgen]} ".encode())
                continue
            numbers[thing.objgen] = len(numbers)
            if len(numbers) > MOST_OBJECTS:
                raise Refusal("size")
        if isinstance(thing, pikepdf.Stream):
            packed = {"/Length", "/Filter", "/DecodeParms"}
            data = _decoded(thing)
            digest.update(f"S{len(data)} ".encode() + data)
            pending.extend(_members(thing, packed))
        elif isinstance(thing, pikepdf.Dictionary | dict):
            digest.update(b"D ")
            pending.extend(_members(thing, set()))
        elif isinstance(thing, pikepdf.Array):
            digest.update(f"A{len(thing)} ".encode())
            pending.extend(reversed(list(thing)))
        else:
            written = thing.unparse(resolved=True) if isinstance(thing, pikepdf.Object) else repr(thing).encode()
            digest.update(f"V{len(written)} ".encode() + written)
    return digest.hexdigest()


def _members(thing: Any, left_out: set[str]) -> list[Any]:  # Any: as above
    keys = [key for key in sorted(thing.keys()) if key not in left_out]
    # With its length: a key may hold any letters, those too that stand for other things here.
    named = [(f"K{len(key.encode())} {key}", thing[key]) for key in keys]
    return [each for name, value in reversed(named) for each in (value, name)] + [f"{len(keys)} "]


def _decoded(stream: Any) -> bytes:  # Any: as above
    """Return what a stream holds; of a picture in a form of its own, the bytes as they are, with the form's name."""
    filters = repr(stream.get("/Filter"))
    if any(form in filters for form in PICTURES):
        return filters.encode() + bytes(stream.read_raw_bytes())
    return bytes(stream.read_bytes())


def _catalogue(document: Any) -> dict[str, Any]:  # Any: as above
    """Return the catalogue without what attachments and saving change; other names, such as scripts, stay."""
    members = {key: document.Root[key] for key in document.Root.keys() if key not in LEFT_OUT}  # noqa: SIM118  no dict
    trees = members.pop("/Names", {})
    names = {key: trees[key] for key in trees.keys() if key != "/EmbeddedFiles"}  # noqa: SIM118  as above
    return members | ({"/Names": names} if names else {})


def _opened(pdf: bytes) -> Any:  # Any: as above
    """Open a PDF that is whole: a damaged one, another program may read otherwise."""
    import pikepdf  # noqa: PLC0415  as above

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        document = pikepdf.open(BytesIO(pdf), attempt_recovery=False, suppress_warnings=True)
    except (pikepdf.PdfError, ValueError):
        raise Refusal("damaged") from None
    _require_whole(document)
    return document


def _require_whole(document: Any) -> None:  # Any: as above
    """Refuse what is damaged: an object is read only when it is needed, so this is asked again after the last one."""
    if document.get_warnings():
        raise Refusal("damaged")


def _require_one_beginning(pdf: bytes) -> None:
    """Refuse a PDF that says it is linearized, and whose two ends lead to different lists of objects.

    Browsers and most viewers begin behind the first object then, and qpdf at the end (ISO 32000-1, F.3.2 and F.3.11).
    """
    if b"/Linearized" not in ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), pdf):
        return
    behind, last = BEHIND_OBJECT.search(pdf), LAST_LIST.search(pdf)
    if behind is None or last is None or behind.end() != int(last[1]):
        raise Refusal("damaged")


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


TASKS: Final[Mapping[str, Callable[[Mapping[str, Any]], Answer]]] = {
    "typeset": typeset,
    "attach": attach,
    "inspect": inspect,
}


def main() -> None:
    """Answer one request."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_FILE_BYTES, MOST_FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin)
    most_bytes = TYPESETTING_BYTES if asked["task"] == "typeset" else READING_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    try:
        answer = TASKS[asked["task"]](asked)
    except ImportError:
        answer = {"refused": "missing"}
    except Refusal as refusal:
        answer = {"refused": refusal.args[0], "letter": "".join(refusal.args[1:])}
    except Exception as error:  # noqa: BLE001  a PDF of somebody can raise anything, and is refused then
        answer = {"refused": "damaged", "error": repr(error)[:500]}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
