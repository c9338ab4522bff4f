"""What tests and attacks share: members, and what they ask for."""

CLUB = "Seven Bridges Rowing Club"
TESS, OMAR, IDA = (f"{name}@club.example" for name in ("tess", "omar", "ida"))


def word(rng):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=10))


def address(rng):
    """An address that nobody has."""
    return f"{word(rng)}@mail.example"


def key_of(canary, email):
    return {TESS: canary.tess_key, OMAR: canary.omar_key, IDA: canary.ida_key}[email]


def sign_in(client, email, key):
    """Sign in, and return the header that says who asks."""
    return {"X-Session": client.post("/sign-in", json={"email": email, "key": key}).json()["session"]}


def seeded(client, canary, email):
    """Sign in as a member whom the program knows from the start."""
    return sign_in(client, email, key_of(canary, email))


def invite(client, header, email):
    """Invite somebody, and return the code."""
    return client.post("/invitations", headers=header, json={"email": email}).json()["code"]


def join(client, email, code, name="Ann Lee"):
    return client.post("/join", json={"email": email, "name": name, "code": code})


def newcomer(client, canary, rng):
    """An honest new member: invited, joined and signed in."""
    email = address(rng)
    code = invite(client, seeded(client, canary, IDA), email)
    return sign_in(client, email, join(client, email, code).json()["key"])


def read_manual(client, header, name):
    return client.get("/manuals", headers=header, params={"name": name})


def write_letter(client, header, email, template):
    return client.post("/letters", headers=header, json={"email": email, "template": template})


def messages_of(client, header):
    return client.get("/messages", headers=header).json()


def is_refused(answer):
    return 400 <= answer.status_code < 500


def log_of(box, canary):
    return (box.read(f"logs/{canary.log_name}.txt") or b"").decode()
