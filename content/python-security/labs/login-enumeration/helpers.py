"""What tests and attacks share: requests, the clock, the queue of emails, and what an attacker sees of an answer."""

import base64
import html
import json
import re
import zlib
from urllib.parse import quote, urlsplit

QUARTER, HOUR, DAY = 900, 3600, 86_400
ROUNDS = 2
KINDS = {"an active account": "active", "an invited client": "invited", "a closed account": "closed"}
IGNORED = {"date", "server", "content-length", "set-cookie", "connection"}


def word(rng):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=8))


def later(box, rng):
    """Go on to the beginning of an hour, some days later; never back, since checks may share what a portal counts."""
    now = int(box.read("clock.txt")) // DAY * DAY + rng.randrange(2, 9) * DAY + rng.randrange(24) * HOUR
    box.write("clock.txt", str(now))
    return now


def sign_in(client, email, password, address=None):
    headers = {"X-Forwarded-For": address} if address else {}
    return client.post("/login", data={"email": email, "password": password}, headers=headers)


def note(client):
    """Return the page with the note of somebody who is signed in."""
    return client.get("/").text


def emails(box):
    lines = (box.read("mail.jsonl") or b"").decode().splitlines()
    return [json.loads(line) for line in lines]


def link(box, to, path):
    """Return the last link to this path that was sent to this address."""
    found = [re.search(rf"/{path}\?token=[\w-]+", email["text"]) for email in emails(box) if email["to"] == to]
    links = [match[0] for match in found if match]
    assert links, f"no email with a link to /{path} was sent to {to}"
    return links[-1]


def own_account(box, rng, email):
    """Sign up as anybody can; return the password."""
    password = word(rng)
    box.client().post("/signup", data={"email": email, "password": password})
    box.client().get(link(box, email, "confirm"))
    return password


def addresses(canary):
    """Return an address with an account, for each kind of account."""
    return {
        kind: f"{name}@mail.example"
        for kind, name in {"active": canary.anna, "invited": canary.dora, "closed": canary.emil}.items()
    }


class Onlooker:
    """Sends requests about one address, and writes down everything that an attacker sees of the answers."""

    def __init__(self, box, email):
        self.box, self.email, self.client = box, email, box.client()
        self.seen = {}

    def send(self, path, typed=None, **fields):
        self.look("POST", path, data={"email": typed or self.email, **fields})

    def look(self, method, path, **more):
        before = len(self.box.read("hashing.log") or b"")
        answer = self.client.request(method, path, **more)
        hashes = (self.box.read("hashing.log") or b"")[before:]
        step = f"{method} {path}, request {len(self.seen)}"
        self.seen[step] = {"hashes": hashes} | self.facets(answer)
        location = urlsplit(answer.headers.get("location", ""))
        if location.path and len(self.seen) < 60:
            self.look("GET", location.path + ("?" + location.query if location.query else ""))

    def facets(self, answer):
        text = self.blind(answer.text)
        seen = {"status": answer.status_code, "text": text, "length": len(text)}
        seen["shape"] = re.sub(r"[\w-]{16,}", "T", text)
        for name, value in answer.headers.items():
            if name.lower() not in IGNORED:
                seen[f"header {name.lower()}"] = self.blind(value)
        for cookie in answer.headers.get_list("set-cookie"):
            pair, _, flags = cookie.partition(";")
            name, _, value = pair.partition("=")
            seen[f"cookie {name}"] = self.blind(readable(value)) + re.sub(r"\w\w\w, [^;]*GMT", "", flags)
        return seen

    def blind(self, text):
        """Put the same word in place of the address, in each spelling."""
        for spelling in (self.email, html.escape(self.email), quote(self.email), quote(self.email, safe="")):
            text = re.sub(rf"\s*{re.escape(spelling)}\s*", "ADDRESS", text, flags=re.I)
        return text


def readable(value):
    """Return what a signed cookie says, as anyone can read it."""
    payload = value.strip('"').lstrip(".").split(".")[0]
    try:
        content = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return (zlib.decompress(content) if value.strip('"').startswith(".") else content).decode()
    except (ValueError, zlib.error):
        return value if len(value) < 16 else f"{len(value)} characters"


def differences(box, rng, email, journey):
    """Send the same requests about an address with an account, and about drawn ones, in turn; tell what differs always.

    What is drawn anew for each answer differs, too, and tells nothing: it is never seen twice.
    """
    known, unknown = [], []
    for _ in range(ROUNDS):
        later(box, rng)
        password = word(rng) + word(rng)
        for seen, address in [(known, email), (unknown, f"{word(rng)}@mail.example")]:
            onlooker = Onlooker(box, address)
            journey(onlooker, password)
            steps = onlooker.seen.items()
            seen.append({f"{facet} of {step}": value for step, facets in steps for facet, value in facets.items()})
    told = []
    for name in sorted(set().union(*known, *unknown)):
        ours, others = [one.get(name) for one in known], [one.get(name) for one in unknown]
        if not set(ours) & set(others) and len(set(ours)) + len(set(others)) < 2 * ROUNDS:
            told.append(name)
    return told


def tells(told):
    """Return the facts and sentences of an oracle about these differences."""
    return {
        "effect": bool(told),
        "landed": "the answers differ for an address that has an account",
        "repelled": "an address with an account and one without are answered alike",
        "differences": "; ".join(told[:4]) or "none",
    }
