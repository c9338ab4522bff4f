"""What belongs to another company is refused."""

from helpers import BUYER, READER, keyed, place, remark


def test_refused_with_403_or_404(box, canary, rng):
    """An order, file or comment of another company is refused with 403 or 404."""
    owner = box.client()
    order, own = place(owner, canary.gate_buyer, rng), place(box.client(), BUYER, rng)
    comment = remark(owner, canary.gate_buyer, order["number"], "Hello")
    body = {"title": "T", "copies": 1, "address": "A", "file": order["file"]}
    path, beside = f"/orders/{order['number']}", f"/orders/{own['number']}"
    for answer in (
        box.http.get(path, headers=keyed(BUYER)),
        box.http.get(path, headers=keyed(READER)),
        box.http.patch(path, headers=keyed(BUYER), json={"address": "Elsewhere 1"}),
        box.http.patch(beside, headers=keyed(BUYER), json={"file": order["file"]}),
        box.http.post("/orders", headers=keyed(BUYER), json=body),
        box.http.get(f"{beside}/comments/{comment}", headers=keyed(BUYER)),
        box.http.put(f"{beside}/comments/{comment}", headers=keyed(READER), json={"text": "Mine"}),
    ):
        assert answer.status_code in (403, 404)


def test_comment_is_changed_by_its_author_only(box, canary, rng):
    """A colleague who changes a comment gets 403 or 404."""
    number = place(box.client(), canary.gate_buyer, rng)["number"]
    path = f"/orders/{number}/comments/{remark(box.client(), canary.gate_buyer, number, 'Hello')}"
    for key in (canary.gate_reader, canary.staff):
        answer = box.client().put(path, headers=keyed(key), json={"text": "Goodbye"})
        assert answer.status_code in (403, 404)
