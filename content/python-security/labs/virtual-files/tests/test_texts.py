"""What customers and translators count on."""

import base64
from urllib.parse import quote

import pytest
from helpers import CUSTOMER, LIMIT, put, word
from quintain.judge import Raised

NAMES = [
    "{word}.txt",
    "{word}",
    "2026/{word}/Lease, final (2).txt",
    "Zoë's {word} – 第3章.md",
    ".{word}",
    "..{word}..txt",
    "-{word}.txt",
    "~{word}$(x);*?.txt",
    "Part 2: {word}.txt",
    "100% {word} caf%C3%A9 &amp;.txt",
    "file:{word}.txt",
    "dev/{word}/zero",
    "proc/self/{word}/environ",
    "{word}/..{word}/private/bank.txt",
    "{word}" * 20 + ".txt",
    "{word} \\ back.txt",
]

LINKS = [
    "/proc/self/environ",
    "/proc/self/status",
    "/proc/self/cwd/private/bank.txt",
    "../../private/bank.txt",
    "../../../private/.",
    "../weber-legal/contract.txt",
    "../keller/poem.txt",
    "/dev/zero",
    "/dev/null",
]


def test_names_that_people_choose(box, rng):
    """A file may have any name, and be in folders of any name."""
    for name in NAMES:
        name, text = name.format(word=word(rng)), f"Dear {word(rng)},"
        put(box, name, text.encode())
        assert box.call("texts:from_folder", CUSTOMER, name) == text, name


def test_texts_come_letter_by_letter(box, rng):
    """A text comes as it is, whatever it says."""
    for text in ["", "\r\nGrüße, 東京 🌍\n\n", "  a\x00b ", "file:///etc/passwd and /dev/zero", "../" * 9]:
        text, name = text + word(rng) * bool(text), word(rng)
        put(box, name, text.encode())
        assert box.call("texts:from_folder", CUSTOMER, name) == text
        percent, encoded = quote(text, safe=""), base64.b64encode(text.encode()).decode()
        assert box.call("texts:from_page", f"data:text/plain;charset=utf-8,{percent}") == text
        assert box.call("texts:from_page", f"data:text/plain;charset=utf-8;base64,{encoded}") == text
        assert box.call("texts:from_page", f"data:,{percent}") == text


def test_text_as_long_as_allowed(box, rng):
    """A text of 20,000 bytes is read, and one byte more is refused, in each form."""
    for extra in (0, 1):
        text, name = (word(rng) * LIMIT)[: LIMIT - 2] + "ü" + "x" * extra, word(rng)
        put(box, name, text.encode())
        percent = "".join(f"%{byte:02X}" for byte in text.encode())
        encoded = base64.b64encode(text.encode()).decode()
        for call in [
            ("texts:from_folder", CUSTOMER, name),
            ("texts:from_page", f"data:text/plain;charset=utf-8,{percent}"),
            ("texts:from_page", f"data:text/plain;charset=utf-8;base64,{encoded}"),
        ]:
            if extra:
                with pytest.raises(Raised):
                    box.call(*call)
            else:
                assert box.call(*call) == text


def test_what_is_no_text_is_refused(box, rng):
    """A missing file, a folder, a name that leads elsewhere, bytes that are not UTF-8, and no URL are errors."""
    name = word(rng)
    put(box, f"{name}/inner.txt", b"inside")
    put(box, f"{name}.bin", b"\xff\xfe\x00")
    box.call("share:put", f"{CUSTOMER}2", f"{name}.txt", b"of somebody else")
    here = box.call("texts:from_folder", CUSTOMER, f"{name}/inner.txt")
    assert here == "inside"
    for wrong in [
        f"{name}.missing",
        f"{name}/missing/inner.txt",
        f"{name}/inner.txt/x",
        name,
        "",
        ".",
        f"../{CUSTOMER}2/{name}.txt",
        f"{name}/../../{CUSTOMER}2/{name}.txt",
        "/etc/hostname",
        "//etc/hostname",
        f"{name}.bin",
    ]:
        with pytest.raises(Raised):
            box.call("texts:from_folder", CUSTOMER, wrong)
    for wrong in ["", word(rng), "data:text/plain", "data:;base64,/w==", "database:,x", "metadata:,x", "dat:,x", ":,x"]:
        with pytest.raises(Raised):
            box.call("texts:from_page", wrong)


def test_many_texts_one_after_the_other(box, rng):
    """The program reads many files, and refuses many, without running out of descriptors."""
    name = word(rng)
    put(box, f"{name}/letter.txt", name.encode())
    put(box, f"{name}/long.txt", b"x" * (LIMIT + 1))
    for _ in range(64):
        for wrong in (f"{name}/long.txt", f"../{CUSTOMER}2/{name}.txt"):
            with pytest.raises(Raised):
                box.call("texts:from_folder", CUSTOMER, wrong)
        assert box.call("texts:from_folder", CUSTOMER, f"{name}/letter.txt") == name


def test_other_entries_of_the_folder(box, rng):
    """Whatever else is in the folder, texts in it are read; links and paths may also be in what a text says."""
    name, text = (
        word(rng),
        f"file:///proc/self/cwd/private/bank.txt#data:, {word(rng)} FILE://localhost/dev/zero <URL:>",
    )
    put(box, f"{name}/letter.txt", text.encode())
    box.call("share:fifo", CUSTOMER, f"{name}/fax", b"fax 0711")
    for number, target in enumerate(LINKS):
        box.call("share:link", CUSTOMER, f"{name}/{number}", target)
    assert box.call("texts:from_folder", CUSTOMER, f"{name}/letter.txt") == text
    assert box.call("texts:from_page", f"data:text/plain,{quote(text, safe='/:#,<>')}") == text


def test_price_and_preview(box, rng):
    """The price depends on the kind and the words, with a minimum; the preview is one line."""
    text = " ".join(word(rng) for _ in range(90)) + "\n\nand more"
    assert box.call("texts:quote", "contract", text) == {"words": 92, "cents": 92 * 19}
    assert box.call("texts:quote", "letter", "Dear Anna, thank you!") == {"words": 4, "cents": 900}
    assert box.call("texts:preview", "Dear  Anna,\nthank you!") == "Dear Anna, thank you!"
    assert box.call("texts:preview", text, 40).endswith(" …")
