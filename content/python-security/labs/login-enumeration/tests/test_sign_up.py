"""New accounts, and new passwords."""

from helpers import HOUR, addresses, emails, later, link, note, sign_in, word


def new_client(box, rng):
    """Sign up; return address and password."""
    email, password = f"{word(rng)}.o'neill@mail.example", f" {word(rng)} ü"
    assert box.client().post("/signup", data={"email": email, "password": password}).status_code < 400
    assert box.client().get(link(box, email, "confirm")).status_code == 200
    return email, password


def test_link_in_the_email_makes_the_account(box, canary, rng):
    """A free address gets one email with a link; after the link was opened, the password signs in."""
    later(box, rng)
    email, password = f"{word(rng)}@mail.example", word(rng) + "é!"
    client = box.client()
    assert client.post("/signup", data={"email": email, "password": password}).status_code < 400
    assert [one["to"] for one in emails(box)].count(email) == 1
    sign_in(client, email, password)
    assert client.get("/").status_code == 303
    assert box.client().get(link(box, email, "confirm")).status_code == 200
    client = box.client()
    sign_in(client, email, password)
    assert client.get("/").status_code == 200


def test_sign_up_changes_no_account(box, canary, rng):
    """If an address has an account already, a sign-up changes neither its password nor anything else."""
    for kind, email in addresses(canary).items():
        later(box, rng)
        chosen = word(rng) + word(rng)
        client = box.client()
        assert client.post("/signup", data={"email": email.title(), "password": chosen}).status_code < 500
        assert client.get("/").status_code == 303, kind
        sign_in(client, email, chosen)
        assert client.get("/").status_code == 303, kind
    client = box.client()
    sign_in(client, f"{canary.anna}@mail.example", canary.anna_password)
    assert canary.anna_note in note(client)


def test_short_password_or_no_address_is_refused(box, canary, rng):
    """Without an @, or with a password of fewer than eight characters, nobody gets an account or an email."""
    later(box, rng)
    for email, password in [(word(rng), word(rng)), (f"{word(rng)}@mail.example", word(rng)[:7])]:
        box.client().post("/signup", data={"email": email, "password": password})
        assert email not in [one["to"] for one in emails(box)]


def test_new_password_by_email(box, canary, rng):
    """The link in the email sets a new password; until then the old one works, and afterwards not."""
    later(box, rng)
    email, old = new_client(box, rng)
    assert box.client().post("/forgot", data={"email": f" {email.upper()}"}).status_code < 400
    client = box.client()
    sign_in(client, email, old)
    assert client.get("/").status_code == 200
    new = word(rng) + word(rng)
    token = link(box, email, "reset").partition("=")[2]
    assert box.client().post("/reset", data={"token": token, "password": new}).status_code == 200
    client = box.client()
    sign_in(client, email, old)
    assert client.get("/").status_code == 303
    sign_in(client, email, new)
    assert client.get("/").status_code == 200


def test_invited_client_chooses_a_password(box, canary, rng):
    """A client without a password gets the same link, and then signs in."""
    later(box, rng)
    email, password = addresses(canary)["invited"], word(rng) + word(rng)
    box.client().post("/forgot", data={"email": email})
    token = link(box, email, "reset").partition("=")[2]
    assert box.client().post("/reset", data={"token": token, "password": password}).status_code == 200
    client = box.client()
    sign_in(client, email, password)
    assert canary.dora_note in note(client)


def test_closed_account_gets_no_link(box, canary, rng):
    """A client whose account is closed gets no link for a new password."""
    later(box, rng)
    email = addresses(canary)["closed"]
    assert box.client().post("/forgot", data={"email": email}).status_code < 500
    assert not [one for one in emails(box) if one["to"] == email and "/reset" in one["text"]]


def test_links_come_by_email_alone(box, canary, rng):
    """No answer holds the link that was sent by email."""
    later(box, rng)
    email, _ = new_client(box, rng)
    asked = box.client().post("/forgot", data={"email": email})
    token = link(box, email, "reset").partition("=")[2]
    assert token not in asked.text + str(asked.headers)
    free = f"{word(rng)}@mail.example"
    signed_up = box.client().post("/signup", data={"email": free, "password": word(rng)})
    assert link(box, free, "confirm").partition("=")[2] not in signed_up.text + str(signed_up.headers)


def test_link_works_for_an_hour(box, canary, rng):
    now = later(box, rng)
    email, password = f"{word(rng)}@mail.example", word(rng)
    box.client().post("/signup", data={"email": email, "password": password})
    box.write("clock.txt", str(now + HOUR - 60))
    assert box.client().get(link(box, email, "confirm")).status_code == 200
