"""PDFs of certificates: what they show is what was issued, and what strangers send as one harms nobody."""

import base64
import io
import json
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from quintain.certificates import paper_worker, papers
from quintain.certificates.papers import LettersMissing, NoCredential, Paper, PaperDamaged, PapersMissing
from quintain.web.qr import QUIET_MODULES
from tests.certificates.conftest import ISSUED
from tests.certificates.making import paper_text
from tests.courseware.pdf import text_of

TOKEN = "e30.e30.x"


@pytest.fixture(scope="module")
def whole(paper: Paper) -> bytes:
    """Return a certificate with its attachment."""
    return papers.attach(paper, TOKEN, ISSUED)


def written(document: pikepdf.Pdf) -> bytes:
    """Return the bytes of a document."""
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def digest(pdf: bytes) -> str:
    """Return the digest of what a PDF shows, as the process that reads it has it."""
    with paper_worker._opened(pdf) as document:
        return paper_worker.whole_digest(paper_worker.digest_of(document), paper_worker.metadata_of(document))


def test_the_same_text_makes_the_same_file(paper: Paper) -> None:
    """So nothing of the server or the moment is in it."""
    assert papers.typeset(paper_text(), ISSUED) == paper


def test_it_is_one_page_for_everybody(paper: Paper) -> None:
    """Tagged (PDF/UA), for archives (PDF/A-3), A4 across, and the name is text."""
    with pikepdf.open(io.BytesIO(paper.pdf)) as document:
        assert len(document.pages) == 1
        assert [round(float(each)) for each in document.pages[0].mediabox] == [0, 0, 842, 595]
        metadata = document.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en"


@pytest.mark.parametrize(
    ("name", "least_points"),
    [
        ("Nguyễn Thị Minh Khai", 40),
        ("Wolfeschlegelsteinhausenbergerdorff " * 2, 25),
        ("WWWWWWWWW " * 8, 19),
        ("W" * 80, 19),
        ("-1", 40),
        ("#eval", 40),
    ],
)
def test_long_and_strange_names_fit_on_the_page(name: str, least_points: float) -> None:
    """As text and never as code, in up to three lines, and larger than the sentences below them."""
    made = papers.typeset(paper_text(name.strip()), ISSUED)
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        assert len(document.pages) == 1
    assert re.sub(r"\s", "", name) in re.sub(r"\s", "", text_of(made.pdf))
    assert max(sizes(made.pdf)) >= least_points


def sizes(pdf: bytes) -> list[float]:
    """Return the sizes of the letters of a page, in points."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        drawn = pikepdf.parse_content_stream(document.pages[0])
        return [float(each.operands[1]) for each in drawn if str(each.operator) == "Tf"]


def test_all_of_it_can_be_read_on_paper() -> None:
    """Also of a course with many weaknesses, at a long address: no letter is below 8 points."""
    weaknesses = tuple(f"CWE-{number}" for number in range(1000, 1400))
    text = replace(paper_text("W" * 80), weaknesses=weaknesses, page_short="class." * 12 + "example.org/c/7KQ2XM4V")
    made = papers.typeset(text, ISSUED)
    assert min(sizes(made.pdf)) >= 8
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        assert len(document.pages) == 1


def test_the_code_can_be_read_by_a_telephone(paper: Paper) -> None:
    """Of 22 mm or more, without the white that is around it."""
    with pikepdf.open(io.BytesIO(paper.pdf)) as document:
        drawn = list(pikepdf.parse_content_stream(document.pages[0]))
    text_ends = max(at for at, each in enumerate(drawn) if str(each.operator) == "ET")
    scales = [float(each.operands[0]) for each in drawn[text_ends:] if str(each.operator) == "cm"]
    corners = [float(each.operands[0]) for each in drawn[text_ends:] if str(each.operator) == "m"]
    modules = corners[-1] + 1 - QUIET_MODULES
    assert modules > 20, "the last corner is of the last module of the code"
    assert scales[-1] * modules / 72 * 25.4 >= 22


def test_many_weaknesses_fit_on_the_page() -> None:
    """More are in the credential than on the page."""
    text = replace(paper_text(), weaknesses=tuple(f"CWE-{number}" for number in range(1000, 1400)))
    with pikepdf.open(io.BytesIO(papers.typeset(text, ISSUED).pdf)) as document:
        assert len(document.pages) == 1


def test_a_letter_that_no_font_has_is_refused() -> None:
    """An empty box in the place of a name is worse than no certificate. The first such letter is named."""
    for name, letter in (("Ana 山田 太郎", "山"), ("Dana שלום", "ש"), ("Zoë 😀", "😀")):
        with pytest.raises(LettersMissing) as missing:
            papers.typeset(paper_text(name), ISSUED)
        assert missing.value.letter in name[3:]
        assert (missing.value.letter == letter) is not name.startswith("Dana"), "what runs to the left is read so"


def test_packing_a_file_anew_changes_nothing_that_is_seen(whole: bytes, paper: Paper) -> None:
    """Programs that store or send files may do that."""
    found = papers.inspect(whole)
    assert (found.token, found.digest) == (TOKEN, paper.digest)
    with pikepdf.open(io.BytesIO(whole)) as document:
        for stream in (each for each in document.objects if isinstance(each, pikepdf.Stream)):
            if "/Filter" in stream and "Image" not in str(stream.get("/Subtype")):
                stream.write(stream.read_bytes())
        into = io.BytesIO()
        document.save(into, object_stream_mode=pikepdf.ObjectStreamMode.disable, linearize=True)
    assert into.getvalue() != whole
    assert digest(into.getvalue()) == paper.digest


CHANGES = {
    "a letter of the page": lambda d: d.pages[0].Contents.write(d.pages[0].Contents.read_bytes() + b" BT ET"),
    "a second page": lambda d: d.pages.append(d.pages[0]),
    "a note on top": lambda d: d.pages[0].__setitem__(
        "/Annots",
        pikepdf.Array([d.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText))]),
    ),
    "a field": lambda d: d.Root.__setitem__("/AcroForm", pikepdf.Dictionary(Fields=pikepdf.Array([]))),
    "another page size": lambda d: d.pages[0].__setitem__("/CropBox", pikepdf.Array([0, 0, 100, 100])),
    "turned": lambda d: d.pages[0].__setitem__("/Rotate", 180),
    "a script": lambda d: d.Root.__setitem__(
        "/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    ),
    "scripts by name": lambda d: d.Root.Names.__setitem__("/JavaScript", pikepdf.Dictionary(Names=pikepdf.Array([]))),
    "what is read out": lambda d: d.Root.StructTreeRoot.__setitem__("/Alt", pikepdf.String("Somebody else")),
    "a layer": lambda d: d.Root.__setitem__("/OCProperties", pikepdf.Dictionary(OCGs=pikepdf.Array([]))),
    "the language": lambda d: d.Root.__setitem__("/Lang", pikepdf.String("de")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_shown_or_read_out_otherwise_is_found(whole: bytes, paper: Paper, change: str) -> None:
    """The digest is of all that the document has but its attachments."""
    with pikepdf.open(io.BytesIO(whole)) as document:
        CHANGES[change](document)
        forged = written(document)
    assert digest(forged) != paper.digest


def test_a_key_cannot_stand_for_what_was_left_out(whole: bytes) -> None:
    """A key may hold any letters, and so what is written of a dictionary that somebody has taken out."""
    with pikepdf.open(io.BytesIO(whole)) as document:
        page = document.pages[0].obj
        page["/A"] = pikepdf.Dictionary({"/B": 1})
        one = digest(written(document))
        del page["/A"]
        for key in ("/A D 1 K/B", "/A D 1 K2 /B"):
            page[key] = 1
            assert digest(written(document)) != one
            del page[key]


def test_fonts_count_as_well(whole: bytes, paper: Paper) -> None:
    """Letters can be exchanged in the font, while the text stays as it is."""
    with pikepdf.open(io.BytesIO(whole)) as document:
        described = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile3" in each]
        described += [
            each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each
        ]
        font = described[0].get("/FontFile3") or described[0].FontFile2
        font.write(font.read_bytes() + b"\0")
        forged = written(document)
    assert digest(forged) != paper.digest


def test_a_second_attachment_or_none_is_refused(whole: bytes, paper: Paper) -> None:
    """A reader would not know which of two counts."""
    with pytest.raises(NoCredential):
        papers.inspect(paper.pdf)
    with pikepdf.open(io.BytesIO(whole)) as document:
        document.attachments["other.jwt"] = TOKEN.encode()
        both = written(document)
    with pytest.raises(NoCredential):
        papers.inspect(both)


def deep() -> bytes:
    """Return a PDF with a very deep array."""
    nested = pikepdf.Array([])
    for _ in range(400):
        nested = pikepdf.Array([nested])
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.Deep = nested
    document.attachments["credential.jwt"] = TOKEN.encode()
    return written(document)


def test_a_document_in_rings_and_depths_is_read_to_its_end() -> None:
    """Each object counts once."""
    document = pikepdf.new()
    ring = document.make_indirect(pikepdf.Dictionary())
    ring.Self = ring
    document.Root.Ring = ring
    document.add_blank_page()
    document.attachments["credential.jwt"] = TOKEN.encode()
    assert papers.inspect(written(document)).token == TOKEN
    assert papers.inspect(deep()).token == TOKEN


@pytest.mark.parametrize(
    "pdf", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"<<" * 50_000, b"x" * (papers.MOST_BYTES + 1)], ids=len
)
def test_what_is_no_pdf_is_refused(pdf: bytes) -> None:
    """Within the limits of the process, and without a word of its own."""
    with pytest.raises(PaperDamaged):
        papers.inspect(pdf)


def test_a_pdf_that_needs_mending_is_refused(whole: bytes) -> None:
    """Another program may mend it to something else, and show that."""
    with pytest.raises(PaperDamaged):
        papers.inspect(whole[:-40])
    start = whole.rindex(b"startxref\n") + 10
    with pytest.raises(PaperDamaged):
        papers.inspect(whole[:start] + b"1\n%%EOF\n")


def test_an_object_that_can_be_read_in_two_ways_is_refused(whole: bytes) -> None:
    """Of a key that is written twice, one program takes the first value, and another one the last."""
    with pikepdf.open(io.BytesIO(whole)) as document:
        document.pages[0].Contents["/AB"] = 1
        document.pages[0].Contents["/AC"] = 2
        into = io.BytesIO()
        document.save(into, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert papers.inspect(into.getvalue()).token == TOKEN
    twice = into.getvalue().replace(b"/AC 2", b"/AB 2")
    assert twice != into.getvalue()
    with pytest.raises(PaperDamaged):
        papers.inspect(twice)


def moved(document: pikepdf.Pdf, by: int) -> tuple[bytes, bytes]:
    """Return the objects of a document, and its list of them, for a place so many bytes behind the first one."""
    document.save(into := io.BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = into.getvalue().rindex(b"\nxref\n") + 1
    places = re.sub(rb"\d{10}(?= 00000 n)", lambda each: b"%010d" % (int(each[0]) + by), into.getvalue()[start:])
    return into.getvalue()[:start], places.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + by))


@pytest.mark.parametrize("name", ["Linearized", "Line#61rized"])
def test_a_pdf_with_two_beginnings_is_refused(whole: bytes, name: str) -> None:
    """Poppler, pdf.js and PDFium show the document at its top, while the digest is that of the one at its end."""
    first = f"%PDF-1.7\n9999 0 obj\n<</{name} 1/L 0000000000/H[700 100]/O 4/E 900/N 1/T 900>>\nendobj\n".encode()
    shown = pikepdf.new()
    shown.add_blank_page()
    length = len(moved(shown, 0)[1].partition(b"startxref")[0])
    objects, places = moved(shown, len(first) + length)
    top = first + places[:length] + objects
    with pikepdf.open(io.BytesIO(whole)) as genuine:
        forged = top + b"".join(moved(genuine, len(top)))
    forged = forged.replace(b"/L 0000000000", b"/L %010d" % len(forged))
    with pytest.raises(PaperDamaged):
        papers.inspect(forged)


def test_a_pdf_that_is_linearized_is_read(whole: bytes) -> None:
    """Both of its ends lead to the same objects."""
    with pikepdf.open(io.BytesIO(whole)) as document:
        document.save(into := io.BytesIO(), linearize=True)
    assert b"/Linearized" in into.getvalue()
    assert papers.inspect(into.getvalue()).token == TOKEN


def test_the_size_of_an_attachment_is_measured(whole: bytes) -> None:
    """And not believed: it stands in the file."""
    with pikepdf.open(io.BytesIO(whole)) as document:
        stream = document.attachments["credential.jwt"].get_file().obj
        stream.write(b"x" * (paper_worker.MOST_TOKEN_BYTES + 1))
        stream.Params.Size = 10
        large = written(document)
    with pytest.raises(NoCredential):
        papers.inspect(large)


def test_what_is_packed_too_tightly_ends_at_the_limits(whole: bytes) -> None:
    """Of the process that reads it, not of the server; the limit is lower here, since packing takes long."""
    with pikepdf.open(io.BytesIO(whole)) as document:
        stream = document.make_stream(b"")
        stream.write(zlib.compress(bytes(3 * 2**26), 1), filter=pikepdf.Name.FlateDecode)
        document.pages[0].Contents = stream
        small = written(document)
    assert len(small) < 2**20
    program = "from quintain.certificates import paper_worker as w; w.READING_BYTES = 2**28; w.main()"
    asked = json.dumps({"task": "inspect", "pdf": base64.b64encode(small).decode()})
    done = subprocess.run([sys.executable, "-I", "-c", program], input=asked.encode(), capture_output=True, check=False)
    assert json.loads(done.stdout)["refused"] == "damaged"


def test_without_the_extra_the_answer_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The server goes on without certificates."""
    program = tmp_path / "python"
    program.write_text(
        f"#!/bin/sh\nshift 3\nexec {sys.executable} -I -c \"import sys; sys.modules['typst'] = None\n"
        'from quintain.certificates import paper_worker; paper_worker.main()"\n'
    )
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(PapersMissing):
        papers.typeset(paper_text(), ISSUED)
