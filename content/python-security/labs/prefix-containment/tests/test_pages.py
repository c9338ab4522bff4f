"""What pupils do with the website every day."""

from helpers import publish, published, put, show, word

NAMES = [
    "index.html",
    "news/2026.html",
    "news/Zoë's trip – 50% (v1.2..3).html",
    "...html",
    "..draft",
    "news/..old..",
    "news/pages-staff and public-staff, settings.toml & exam.html",
    "pages-staff.html",
    "public",
    "news/minutes/staff/team.html",
    "lab/pages/index.html",
    "rate %2e%2e%2f 41.html",
]


def test_page_is_shown(box, canary):
    shown = show(box, "index.html")
    assert shown.code == 0
    assert shown.out == canary.welcome.encode()
    assert show(box, "news/2026.html").out == canary.news.encode()


def test_page_is_written_and_replaced(box, rng):
    """A page can be written, shown, and replaced by a shorter one."""
    name = f"news/{word(rng)}.html"
    for text in (f"<h1>{word(rng)} {word(rng)}</h1>\n".encode(), word(rng).encode()):
        assert put(box, name, text).code == 0
        assert box.read(f"pages/{name}") == text
        assert show(box, name).out == text


def test_page_is_published(box, canary, rng):
    """A page can be published under its own name or another one."""
    for name in ("index.html", f"{word(rng)}.html", f"news/{word(rng)}.html"):
        assert publish(box, "news/2026.html", name).code == 0
        assert published(box, name) == canary.news.encode()
    assert box.read("pages/news/2026.html") == canary.news.encode()


def test_names_that_people_choose(box, rng):
    """Names can contain dots, spaces, apostrophes, umlauts and percent signs."""
    for name in rng.sample(NAMES, k=len(NAMES)):
        text = word(rng).encode()
        written = put(box, name, text)
        assert written.code == 0, (name, written.err)
        assert box.read(f"pages/{name}") == text, name
        assert show(box, name).out == text, name
        copied = publish(box, name, name)
        assert copied.code == 0, (name, copied.err)
        assert published(box, name) == text, name


def test_bytes_stay_as_they_are(box, rng):
    """A picture stays as it is."""
    picture = b"\x89PNG\r\n\x1a\n\x00\xff" + rng.randbytes(200_000)
    assert put(box, "logo.png", picture).code == 0
    assert show(box, "logo.png").out == picture
    assert publish(box, "logo.png", "news/logo.png").code == 0
    assert published(box, "news/logo.png") == picture


def test_links_that_stay_inside(box, canary, rng):
    """A link that stays in its folder is followed or refused."""
    for name in ("latest.html", "current/2026.html"):
        shown = show(box, name)
        assert shown.code == 1 or shown.out == canary.news.encode(), name
    text = word(rng).encode()
    written = put(box, "news/later.html", text)
    assert written.code == 1 or show(box, "news/later.html").out == text


def test_missing_page_is_an_error(box, rng):
    missing = f"{word(rng)}.html"
    for name in (missing, f"news/{missing}", f"{word(rng)}/{missing}", "index.html/x"):
        shown = show(box, name)
        assert shown.code == 1, name
        assert shown.err.startswith(b"website.py: "), name
        assert publish(box, name, "index.html").code == 1, name
    assert b"old" in published(box, "index.html")


def test_folder_is_no_page(box, rng):
    for name in ("news", ".", ""):
        assert show(box, name).code == 1, name
        assert put(box, name, word(rng).encode()).code == 1, name
        assert publish(box, "index.html", name).code == 1, name
        assert publish(box, name, f"{word(rng)}.html").code == 1, name


def test_folder_must_exist(box, rng):
    """No command makes a folder."""
    name = f"{word(rng)}/{word(rng)}.html"
    assert put(box, name, b"new").code == 1
    assert publish(box, "index.html", name).code == 1
    assert not any(path.endswith(name) for path in box.files())


def test_long_names_are_answered_at_once(box):
    for name in ("a" * 40 + "//", "b" * 300 + "//", "c" * 5000 + "//", "d/" * 10_000):
        shown = show(box, name)
        assert shown.code == 1, len(name)
        assert shown.err, len(name)


def test_wrong_command_lines_are_explained(box):
    for arguments in ([], ["show"], ["put"], ["publish", "index.html"], ["show", "index.html", "x"], ["burn", "x"]):
        run = box.run("website.py", *arguments)
        assert run.code == 2, arguments
        assert b"publish" in run.err, arguments
