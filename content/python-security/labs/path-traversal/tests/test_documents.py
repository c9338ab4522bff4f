"""Published documents."""

from helpers import fetch, is_refused, read


def test_document_in_its_folder(box, canary):
    answer = fetch(box.http, f"2026/{canary.street}-plan.txt")
    assert answer.status_code == 200
    assert answer.text == f"Site plan: {canary.plan}\n"


def test_names_that_people_choose(box, canary):
    """Dots, spaces, apostrophes, umlauts and percent signs are parts of names."""
    for name, content in [
        (f"2026/O'{canary.street} & Söhne, v1.2..3 (final).txt", canary.letter),
        (f"2026/Mühlweg 7/{canary.street}..txt", canary.measure),
        (f"...{canary.street}.txt", canary.notice),
        (f"2026/..{canary.street}.txt", canary.hint),
        ("2026/rate %41 100%2e.txt", canary.rate),
    ]:
        answer = fetch(box.http, name)
        assert answer.status_code == 200, name
        assert answer.text == content, name


def test_links_to_published_documents(box, canary):
    """A link in the folder of published documents works if it leads to a published document."""
    for name in ["current.txt", f"newest/{canary.street}-plan.txt"]:
        answer = fetch(box.http, name)
        assert answer.status_code == 200, name
        assert answer.text == f"Site plan: {canary.plan}\n", name


def test_first_page_lists_documents_and_cases(box, canary):
    page = box.http.get("/").text
    for name in [
        f"2026/{canary.street}-plan.txt",
        f"...{canary.street}.txt",
        f"2026-{canary.case}",
        "2026-7 Mühlweg 3..5",
    ]:
        assert name in page, name


def test_what_is_no_document_is_refused(box, canary, rng):
    """An unknown name, a folder, and a part of a name get an error between 400 and 499."""
    stranger = "".join(rng.choices("bcdfghkl", k=9))
    for name in [
        "",
        "2026",
        "2026/",
        "newest",
        f"{stranger}.txt",
        f"2026/{stranger}.txt",
        f"{canary.street}-plan.txt",
        f"2026/{canary.street}-plan",
        f"26/{canary.street}-plan.txt",
        f"a2026/{canary.street}-plan.txt",
        f"2026/{canary.street}-plan.txt.txt",
    ]:
        assert is_refused(fetch(box.http, name)), name


def test_long_names_are_answered_at_once(box, canary, rng):
    """A name of any length gets an error at once."""
    for piece in ["a", "ab.", "a/", "é ", "%25", "../", "./"]:
        for end in ["!", "//", "\\"]:
            name = piece * rng.randint(600, 700) + end
            assert fetch(box.http, name).status_code >= 400, piece
            assert read(box.http, canary.staff_key, name, "a").status_code >= 400, piece
            assert read(box.http, canary.staff_key, f"2026-{canary.case}", name).status_code >= 400, piece
