"""Comments on orders."""

from helpers import BUYER, READER, keyed, place, remark, remarks, word


def test_company_and_print_shop_talk(box, canary, rng):
    """Buyer, colleague and print shop comment on an order, read all comments, and change their own."""
    users = {"anna": canary.gate_buyer, "anna.b": canary.gate_reader, "lindgren": canary.staff}
    number = place(box.client(), canary.gate_buyer, rng)["number"]
    written = []
    for login, key in users.items():
        text = f"Is it <b>ready</b>? {word(rng)} – 100 % „ja“"
        written.append({"id": remark(box.client(), key, number, text), "author": login, "text": text})
    for one, key in zip(written, users.values(), strict=True):
        path = f"/orders/{number}/comments/{one['id']}"
        one["text"] = f"Oh, it's {word(rng)}"
        assert box.client().put(path, headers=keyed(key), json={"text": one["text"]}).json() == one
    for key in users.values():
        client = box.client()
        assert client.get(f"/orders/{number}/comments", headers=keyed(key)).json() == written
        for one in written:
            assert client.get(f"/orders/{number}/comments/{one['id']}", headers=keyed(key)).json() == one


def test_other_companies_stay_outside(box, canary, rng):
    """Nobody reads the list of comments on another company's order, or adds to it."""
    for attackers, victim in (((BUYER, READER), canary.gate_buyer), ((canary.gate_buyer, canary.gate_reader), BUYER)):
        owner = box.client()
        number, text = place(owner, victim, rng)["number"], f"Only for us: {word(rng)}"
        remark(owner, victim, number, text)
        for key in attackers:
            client, path = box.client(), f"/orders/{number}/comments"
            for answer in (
                client.get(path, headers=keyed(key)),
                client.post(path, headers=keyed(key), json={"text": "Hello"}),
            ):
                assert answer.status_code in (403, 404)
        assert remarks(owner, victim, number) == [text]


def test_unknown_comments_are_refused(box, rng):
    """An unknown order or comment is answered with 404, and a text of the wrong length with 422."""
    client, headers = box.client(), keyed(BUYER)
    number, none = place(client, BUYER, rng)["number"], rng.randrange(10**13, 10**14)
    path = f"/orders/{number}/comments"
    comment = remark(client, BUYER, number, "x" * 1000)
    assert client.get(f"{path}/{none}", headers=headers).status_code == 404
    assert client.put(f"{path}/{none}", headers=headers, json={"text": "a"}).status_code == 404
    assert client.get(f"/orders/{none}/comments", headers=headers).status_code == 404
    assert client.get(f"/orders/{none}/comments/{comment}", headers=headers).status_code == 404
    for text in ("", "x" * 1001):
        assert client.post(path, headers=headers, json={"text": text}).status_code == 422
        assert client.put(f"{path}/{comment}", headers=headers, json={"text": text}).status_code == 422
