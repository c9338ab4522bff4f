"""What tests and attacks share: the users, and how they send files, orders and comments."""

BUYER, READER = "north-key-1618", "reader-key-2718"  # of the company `north`


def keyed(key):
    """The header of a user."""
    return {"X-API-Key": key}


def word(rng):
    """A word that nobody has used before."""
    return "".join(rng.choices("abcdefghijkmnopqrstuvwxyz", k=14))


def send_file(client, key, name, text):
    """Send a file, and return its id."""
    answer = client.post("/files", headers=keyed(key), json={"name": name, "text": text})
    assert answer.status_code == 201
    return answer.json()["id"]


def place(client, key, rng, title="Leaflets"):
    """Send a file and order it printed, and return everything about the order."""
    text = f"Ready in May: {word(rng)}"
    file = send_file(client, key, "leaflet.txt", text)
    sent = {"title": title, "copies": rng.randint(1, 10_000), "address": f"{word(rng)} Road 5", "file": file}
    answer = client.post("/orders", headers=keyed(key), json=sent)
    assert answer.status_code == 201
    return sent | {"number": answer.json()["number"], "text": text}


def shown(order):
    """An order as the program shows it."""
    return {key: order[key] for key in ("number", "title", "copies", "address")} | {"proof": order["text"][:200]}


def remark(client, key, number, text):
    """Write a comment, and return its id."""
    answer = client.post(f"/orders/{number}/comments", headers=keyed(key), json={"text": text})
    assert answer.status_code == 201
    return answer.json()["id"]


def remarks(client, key, number):
    """The texts of an order's comments."""
    return [one["text"] for one in client.get(f"/orders/{number}/comments", headers=keyed(key)).json()]


def sides(canary, who):
    """The keys of an attacker and of the attacked company's buyer."""
    return {
        "buyer": (BUYER, canary.gate_buyer),
        "reader": (READER, canary.gate_buyer),
        "longer name": (canary.gate_buyer, BUYER),
    }[who]
