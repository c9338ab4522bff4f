"""What a client gets if a request fails, and what the log gets."""

from helpers import book, failed_id, internals, log_of, supplier, word

CAUSES = {"down": "SupplierError", "html": "ValueError"}


def test_failed_request_has_an_id(box, rng):
    """If the supplier fails, the answer has a status from 500 to 599, and is JSON with `error` and `id`."""
    for state in CAUSES:
        with supplier(box, state):
            answer = box.client().get("/parts/chain/price")
        failed_id(answer)
        assert not internals(answer)


def test_id_leads_to_the_traceback(box):
    """The log has the id of the answer, and the traceback of the error."""
    for state, name in CAUSES.items():
        with log_of(box) as written, supplier(box, state):
            number = failed_id(box.client().get("/parts/chain/price"))
            log = written()
        assert number in log
        for part in ("Traceback (most recent call last)", name, "supplier.py", "in ask", "in price"):
            assert part in log, part


def test_ids_cannot_be_predicted(box):
    """Each error has an id of its own, and one id does not tell the next."""
    with supplier(box, "html"):
        ids = [failed_id(box.client().get("/parts/chain/price")) for _ in range(4)]
    assert len(set(ids)) == len(ids)
    for first, second in zip(ids, ids[1:], strict=False):
        same = sum(one == other for one, other in zip(first, second, strict=False))
        assert same * 2 <= min(len(first), len(second)), f"{first} and {second} have most characters in common"


def test_log_has_a_line_for_each_request(box, canary):
    """Each request is in the log, with method, path and status."""
    with log_of(box) as written:
        box.client().get(f"/repairs/{canary.number}", params={"code": canary.code})
        box.client().get("/parts/saddle/price/no")
        lines = written().splitlines()
    for parts in (("GET", f"/repairs/{canary.number}", "200"), ("GET", "/parts/saddle/price/no", "404")):
        assert any(all(part in line for part in parts) for line in lines), parts


def test_taken_time(box, rng):
    """A time that is taken gets status 409; a free one can still be booked."""
    day = f"{rng.randrange(2030, 9000)}-02-{rng.randrange(10, 29)}"
    assert book(box, rng, day=day, time="14:00").status_code == 201
    answer = book(box, rng, day=day, time="14:00")
    assert answer.status_code == 409
    assert answer.json()["error"]
    assert book(box, rng, day=day, time="16:00").status_code == 201


def test_status_for_the_monitoring(box):
    """`/status` has `ok`, with status 200 or, if the supplier cannot be reached, 503."""
    answer = box.client().get("/status")
    assert answer.status_code == 200
    assert answer.json()["ok"] is True
    with supplier(box, "down"):
        answer = box.client().get("/status")
    assert answer.status_code == 503
    assert answer.json()["ok"] is False


def test_wrong_code_is_not_found(box, canary, rng):
    """Without the code, or with that of another repair, the answer is 404, as for a repair that does not exist."""
    for path in (f"/repairs/{canary.number}", f"/repairs/{canary.number}/invoice", "/repairs/1000001", "/repairs/7"):
        wrong = canary.other_code if canary.number in path else canary.code
        for params in ({}, {"code": wrong}, {"code": ""}, {"code": "ü"}, {"code": word(rng)}):
            answer = box.client().get(path, params=params)
            assert answer.status_code == 404, (path, params)
            assert canary.bicycle not in answer.text
