"""Honest archives, in both formats."""

import zipfile

from helpers import (
    MAX_BYTES,
    MAX_ENTRIES,
    fetch,
    is_refused,
    names_of,
    packed,
    send,
    spoilt,
    tarred,
    text,
    word,
    zipped,
)

FORMS = ("zip", "tar")


def arrives(box, rng, archive, documents):
    """Send an archive, and find the documents under their names."""
    customer = box.client()
    answer = send(customer, archive)
    assert answer.status_code == 201, answer.text
    assert sorted(names_of(answer)) == sorted(documents)
    words = {row["name"]: row["words"] for row in answer.json()["documents"]}
    assert words == {name: len(content.split()) for name, content in documents.items()}
    order = answer.json()["order"]
    shown = [name for name, content in documents.items() if len(content) <= 20_000]
    for name in rng.sample(shown, k=min(len(shown), 20)):
        content = documents[name]
        found = fetch(customer, order, name)
        assert found.status_code == 200, name
        assert found.content == content, name
    return answer.json()


def test_offer_counts_the_words(box, rng):
    """The offer lists each document with its words, and the price of all."""
    for form in FORMS:
        documents = {f"{word(rng)}.txt": " ".join(word(rng) for _ in range(n)).encode() for n in (3, 11, 40)}
        offer = arrives(box, rng, packed(form, documents.items()), documents)
        assert offer["cents"] == 54 * 14
        assert box.http.get(f"/orders/{offer['order']}").json() == offer


def test_names_that_people_choose(box, rng):
    """Names contain folders, dots, spaces, apostrophes, umlauts and percent signs."""
    for form in FORMS:
        shapes = [
            "{}.txt", "Verträge/{}.txt", "O'{} & Söhne/Größe, 2. Fassung (final).txt", "v1.2..3 {}.txt", "..{}",
            "...{}/draft.txt", "{}..", "a..b/{}/.../c.txt", "50%2e {}%41.txt", "日本語/{}.txt",
            "{}／．．full.txt", ".{}", "-{}", "~{}/a.txt", "a/b/c/d/e/f/g/{}.txt", "keys/{}.txt", "C {}; x=1.txt",
            "documents-translated/{}.txt", "{}" + "x" * 180 + ".txt",
        ]  # fmt: skip
        documents = {shape.replace("{}", word(rng)): word(rng).encode() for shape in shapes}
        arrives(box, rng, packed(form, documents.items()), documents)


def test_folders_have_entries_of_their_own(box, rng):
    """An archive lists folders, too. Empty ones make no difference."""
    for form in FORMS:
        folder, name = word(rng), f"{word(rng)}.txt"
        entries = [(f"{folder}/", None), (f"{folder}/ä/", None), (f"{folder}/ä/{name}", b"text"), ("empty/", None)]
        arrives(box, rng, packed(form, entries), {f"{folder}/ä/{name}": b"text"})


def test_tar_of_the_current_folder(box, rng):
    """`tar -czf documents.tar.gz .` writes `./` before each name."""
    name = f"{word(rng)}.txt"
    entries = [(".", None), (f"./{name}", b"one"), ("./ä/", None), (f"./ä/{name}", b"two")]
    arrives(box, rng, tarred(entries), {name: b"one", f"ä/{name}": b"two"})


def test_zip_of_an_old_program_for_windows(box, rng):
    """Backslashes between folders become slashes."""
    folder, name = word(rng), f"{word(rng)}.txt"
    entries = [(f"{folder}\\Größe\\{name}", b"one"), (f"{folder}\\{name}", b"two")]
    arrives(box, rng, zipped(entries), {f"{folder}/Größe/{name}": b"one", f"{folder}/{name}": b"two"})


def test_bytes_stay_as_they_are(box, rng):
    """Documents may contain any bytes, be empty, and be stored without compression."""
    documents = {f"{word(rng)}.docx": rng.randbytes(19_000), f"{word(rng)}.txt": b"", "b.bin": bytes(range(256))}
    for archive in (packed("tar", documents.items()), zipped(documents.items(), zipfile.ZIP_STORED)):
        arrives(box, rng, archive, documents)


def test_many_small_files_up_to_the_limit(box, rng):
    """100 files and folders are allowed, and 101 files are not."""
    for form in FORMS:
        folders = [f"{number}-{word(rng)}" for number in range(10)]
        entries = [(f"{folder}/", None) for folder in folders]
        documents = {f"{folder}/{number}.txt": word(rng).encode() for folder in folders for number in range(9)}
        assert len(entries) + len(documents) == MAX_ENTRIES
        arrives(box, rng, packed(form, [*entries, *documents.items()]), documents)
        assert is_refused(send(box.http, packed(form, [(f"{number}.txt", b"a") for number in range(101)])))


def test_large_documents_up_to_the_limit(box, rng):
    """2 MiB are allowed, in one document or in many, also if they can be compressed very well."""
    for form in FORMS:
        for sizes in ([MAX_BYTES], [MAX_BYTES // 8] * 8):
            documents = {f"{number}-{word(rng)}.csv": text(rng, size) for number, size in enumerate(sizes)}
            arrives(box, rng, packed(form, documents.items()), documents)
    table = {"table.csv": b"0;0;0;0\n" * 20_000}
    for _ in range(3):
        arrives(box, rng, packed("zip", table.items()), table)


def test_orders_are_separate(box, canary, rng):
    """Each order has its own id, and shows its own documents."""
    name = f"{word(rng)}.txt"
    first = arrives(box, rng, zipped([(name, b"first")]), {name: b"first"})["order"]
    second = arrives(box, rng, tarred([(name, b"second")]), {name: b"second"})["order"]
    assert first != second
    assert fetch(box.http, first, name).text == "first"
    assert fetch(box.client(), canary.old, "contract.txt").text == canary.contract
    for unknown in (word(rng), first[:-1], first + "0", "."):
        assert is_refused(fetch(box.http, unknown, name)), unknown
        assert is_refused(box.http.get(f"/orders/{unknown}")), unknown


def test_what_is_no_document_is_not_found(box, rng):
    order = arrives(box, rng, zipped([("a/b.txt", b"text")]), {"a/b.txt": b"text"})["order"]
    for name in (
        "",
        "a",
        "a/",
        "b.txt",
        "a/b.txt.txt",
        "/a/b.txt",
        "a/../a/b.txt",
        word(rng),
        "../../../../keys/staff.txt",
    ):
        assert is_refused(fetch(box.http, order, name)), name
        assert is_refused(fetch(box.http, order, name, "translation")), name


def test_translations_and_the_list_of_the_staff(box, canary, rng):
    """Translators put a file into a folder, and the customer downloads it. Only the staff see all orders."""
    assert fetch(box.http, canary.old, "contract.de.txt", "translation").text == canary.translated
    order = arrives(box, rng, zipped([("a.txt", b"text")]), {"a.txt": b"text"})["order"]
    listed = box.client().get("/staff/orders", headers={"X-Staff-Key": canary.staff_key}).json()["orders"]
    assert {order, canary.old} <= set(listed)
    for key in ("", word(rng), canary.staff_key[:-1], canary.staff_key + "x"):
        assert is_refused(box.client().get("/staff/orders", headers={"X-Staff-Key": key})), key


def test_what_is_no_archive_is_refused(box, rng):
    """A broken archive, another file, and an upload of more than 256 KiB get an error between 400 and 499."""
    whole = {form: packed(form, [(f"{n}.txt", rng.randbytes(3000)) for n in range(5)]) for form in FORMS}
    for upload in (
        b"", rng.randbytes(5000), word(rng).encode(), whole["zip"][:9000], whole["tar"][:9000],
        spoilt(whole["zip"]), rng.randbytes(300_000),
    ):  # fmt: skip
        assert is_refused(send(box.http, upload)), len(upload)
    assert is_refused(box.http.post("/orders"))
