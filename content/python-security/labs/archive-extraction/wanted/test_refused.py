"""What an archive may not contain, and what is left of it."""

import tarfile

from helpers import (
    MAX_BYTES,
    MEBIBYTE,
    is_refused,
    link,
    member,
    names_of,
    packed,
    send,
    spoilt,
    tarred,
    text,
    word,
    zipped,
)


def leaves_nothing(box, canary, archive):
    """Send an archive that must be refused, and look at the files of the server and the list of the staff."""
    before = sorted(box.files()), orders(box, canary)
    assert is_refused(send(box.http, archive))
    assert (sorted(box.files()), orders(box, canary)) == before


def orders(box, canary):
    return box.client().get("/staff/orders", headers={"X-Staff-Key": canary.staff_key}).json()


def test_more_than_two_mebibytes_are_refused(box, canary, rng):
    """A single byte more than 2 MiB is too much, in one document or in many. Nothing of the archive is kept."""
    for form in ("zip", "tar"):
        for sizes in ([MAX_BYTES + 1], [MAX_BYTES // 8] * 8 + [1], [3 * MEBIBYTE], [1, MAX_BYTES]):
            entries = [(f"{number}-{word(rng)}.txt", text(rng, size)) for number, size in enumerate(sizes)]
            leaves_nothing(box, canary, packed(form, entries))


def test_nothing_is_kept_of_what_is_refused(box, canary, rng):
    """Too many files, or a broken archive: no file of it is kept."""
    for form in ("zip", "tar"):
        leaves_nothing(box, canary, packed(form, [(f"{number}.txt", b"text") for number in range(101)]))
        whole = packed(form, [(f"{number}.txt", rng.randbytes(3000)) for number in range(5)])
        leaves_nothing(box, canary, whole[:9000] if form == "tar" else spoilt(whole))
    leaves_nothing(box, canary, rng.randbytes(2000))


def test_orders_do_not_share_a_limit(box, rng):
    """After archives that are too large, the next order may have 2 MiB again."""
    for _ in range(3):
        assert is_refused(send(box.http, zipped([(f"{word(rng)}.txt", text(rng, MAX_BYTES + 1))])))
    assert send(box.http, zipped([(f"{word(rng)}.txt", text(rng, MAX_BYTES))])).status_code == 201


def test_archive_with_a_link_is_refused_or_loses_it(box, rng):
    """An archive with a link or a pipe is refused, or its documents arrive without them."""
    name, other = f"{word(rng)}.txt", f"{word(rng)}.txt"
    for special in (link(other, name), member(other, kind=tarfile.FIFOTYPE), link(other, "/lab/keys/staff.txt")):
        answer = send(box.http, tarred([member(name, b"Dear all,"), special]))
        assert is_refused(answer) or (answer.status_code == 201 and names_of(answer) == [name])
