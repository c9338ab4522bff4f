"""Files and orders."""

import csv
import io

from helpers import BUYER, READER, keyed, place, send_file, shown, word

TITLES = ["Söhne & Co: „Speisekarte“", 'O\'Neill, "2 for 1"', "../north; DROP 100 %", "x" * 80]


def rows(answer):
    return list(csv.reader(io.StringIO(answer.text)))


def test_company_works_with_its_orders(box, canary, rng):
    """A buyer orders. Colleagues and the print shop see the order in the list, alone and in the export."""
    for key, colleague in ((BUYER, READER), (canary.gate_buyer, canary.gate_reader)):
        placed = [place(box.client(), key, rng, title) for title in TITLES]
        numbers = [one["number"] for one in placed]
        assert len(set(numbers)) == len(TITLES)
        for user in (key, colleague, canary.staff):
            client = box.client()
            listed = client.get("/orders", headers=keyed(user)).json()
            for order in placed:
                assert shown(order) in listed
                assert client.get(f"/orders/{order['number']}", headers=keyed(user)).json() == shown(order)
            answer = client.get("/orders/export", headers=keyed(user), params={"number": numbers})
            assert answer.headers["content-type"].startswith("text/csv")
            columns = ("number", "title", "copies", "address")
            assert rows(answer) == [list(columns), *([str(one[name]) for name in columns] for one in placed)]


def test_print_shop_exports_all(box, canary, rng):
    """The print shop exports orders of several companies at once."""
    placed = [place(box.client(), key, rng) for key in (BUYER, canary.gate_buyer)]
    answer = box.client().get(
        "/orders/export", headers=keyed(canary.staff), params={"number": [one["number"] for one in placed]}
    )
    assert [row[0] for row in rows(answer)[1:]] == [str(one["number"]) for one in placed]


def test_buyer_changes_an_order(box, canary, rng):
    """A buyer changes the address, the file, or both."""
    for key, colleague in ((BUYER, READER), (canary.gate_buyer, canary.gate_reader)):
        client = box.client()
        order = place(client, key, rng)
        path = f"/orders/{order['number']}"
        texts = [f"Second {word(rng)} " + "é" * 300, f"Third {word(rng)}"]
        files = [send_file(client, key, "a b.txt", text) for text in texts]
        order["address"] = f"Straße {word(rng)} 3/4, O'Hara's"
        assert client.patch(path, headers=keyed(key), json={"address": order["address"]}).json() == shown(order)
        order["text"] = texts[0]
        assert client.patch(path, headers=keyed(key), json={"file": files[0]}).json() == shown(order)
        order |= {"address": "A" * 200, "text": texts[1]}
        body = {"address": order["address"], "file": files[1]}
        assert client.patch(path, headers=keyed(key), json=body).json() == shown(order)
        assert client.patch(path, headers=keyed(key), json={}).json() == shown(order)
        assert box.client().get(path, headers=keyed(colleague)).json() == shown(order)


def test_only_a_buyer_orders_and_changes(box, canary, rng):
    """Readers and the print shop send no files, order nothing, and change no order."""
    order = place(box.client(), canary.gate_buyer, rng)
    path = f"/orders/{order['number']}"
    for key in (canary.gate_reader, canary.staff):
        client = box.client()
        body = {"title": "T", "copies": 1, "address": "A", "file": order["file"]}
        assert client.post("/files", headers=keyed(key), json={"name": "n", "text": "t"}).status_code == 403
        assert client.post("/orders", headers=keyed(key), json=body).status_code == 403
        assert client.patch(path, headers=keyed(key), json={"address": "Elsewhere 1"}).status_code in (403, 404)
        assert client.get(path, headers=keyed(key)).json() == shown(order)


def test_lists_hold_the_own_things_only(box, canary, rng):
    """The lists of orders and files contain those of the own company, and nothing else."""
    theirs = place(box.client(), canary.gate_buyer, rng)
    ours = place(box.client(), BUYER, rng)
    for keys, mine, other in (
        ((BUYER, READER), ours, theirs),
        ((canary.gate_buyer, canary.gate_reader), theirs, ours),
    ):
        for key in keys:
            client = box.client()
            numbers = [one["number"] for one in client.get("/orders", headers=keyed(key)).json()]
            assert mine["number"] in numbers
            assert other["number"] not in numbers
            files = client.get("/files", headers=keyed(key)).json()
            assert {"id": mine["file"], "name": "leaflet.txt"} in files
            assert other["file"] not in [one["id"] for one in files]


def test_unknown_and_wrong_requests_are_refused(box, rng):
    """An unknown order or file is answered with 404, an unknown key with 401, and wrong values with 422."""
    client, headers = box.client(), keyed(BUYER)
    order = place(client, BUYER, rng)
    path, none = f"/orders/{order['number']}", rng.randrange(10**13, 10**14)
    body = {"title": "T", "copies": 1, "address": "A", "file": order["file"]}
    assert client.get(f"/orders/{none}", headers=headers).status_code == 404
    assert client.get("/orders/export", headers=headers, params={"number": none}).status_code == 404
    assert client.patch(f"/orders/{none}", headers=headers, json={"address": "A"}).status_code == 404
    assert client.patch(path, headers=headers, json={"file": none}).status_code == 404
    assert client.post("/orders", headers=headers, json=body | {"file": none}).status_code == 404
    for wrong in ({"copies": 0}, {"copies": 10_001}, {"title": ""}, {"title": "x" * 81}, {"address": "A" * 201}):
        assert client.post("/orders", headers=headers, json=body | wrong).status_code == 422
    for wrong in ("", "A" * 201):
        assert client.patch(path, headers=headers, json={"address": wrong}).status_code == 422
    stranger = box.client()
    for key in (word(rng), "", BUYER[:-1], f"{BUYER}8"):
        assert stranger.get(path, headers=keyed(key)).status_code == 401
        assert stranger.get("/orders", headers=keyed(key)).status_code == 401
