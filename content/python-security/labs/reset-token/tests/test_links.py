"""What members do with their links."""

from helpers import ask, emails, fields, has_signed_in, join, later, sign_in, urls, use, wait, word


def test_link_sets_a_new_password(box, canary, rng):
    """The link in the email sets a new password, for any address; the old password stops working then."""
    for name in (word(rng), f"zoë.o'{word(rng)}", f"{word(rng)}+club"):
        later(box, rng)
        member, chosen = join(box, rng, f"{name}@mail.example"), f" {word(rng)} ü'\"%" + "é" * 60
        link = ask(box, member.email)
        assert link.startswith("https://lab.test/reset?"), link
        assert has_signed_in(box, member.email, member.password)
        assert box.client().get(link).status_code == 200
        assert use(box, link, chosen).status_code == 200
        assert has_signed_in(box, member.email, chosen)
        assert not has_signed_in(box, member.email, member.password)


def test_one_email_to_the_member_alone(box, canary, rng):
    """One email is sent, to the stored address, however the address was typed; no answer holds the token."""
    later(box, rng)
    member, other = join(box, rng), join(box, rng)
    answer = box.client().post("/forgot", data={"email": f"  {member.email.upper()} "})
    (sent,) = emails(box, member.email)
    token = fields(urls(sent)[0])["token"]
    assert token not in answer.text + str(answer.headers)
    assert not emails(box, other.email)


def test_unknown_address_gets_the_same_answer(box, canary, rng):
    later(box, rng)
    member, unknown = join(box, rng), f"{word(rng)}@mail.example"
    answers = [box.client().post("/forgot", data={"email": email}) for email in (member.email, unknown, "")]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    assert not [url for sent in emails(box, unknown) for url in urls(sent)]


def test_link_works_for_almost_an_hour(box, canary, rng):
    """After 55 minutes the link still works, also if a mail program has opened it several times before."""
    later(box, rng)
    member, chosen = join(box, rng), word(rng)
    link = ask(box, member.email)
    for _ in range(3):
        assert box.client().get(link).status_code == 200
        wait(box, 1100)
    assert use(box, link, chosen).status_code == 200
    assert has_signed_in(box, member.email, chosen)


def test_newest_link_works(box, canary, rng):
    """Somebody who asks five times within an hour can use the newest link; and so again, after it was used."""
    later(box, rng)
    member = join(box, rng)
    for _ in range(2):
        for _ in range(5):
            link, chosen = ask(box, member.email), word(rng)
            wait(box, 60)
        assert use(box, link, chosen).status_code == 200
        assert has_signed_in(box, member.email, chosen)


def test_two_members_at_the_same_time(box, canary, rng):
    """Two members ask in the same second; each link changes the password of its own member."""
    later(box, rng)
    one, two = join(box, rng), join(box, rng)
    first, second = ask(box, one.email), ask(box, two.email)
    for member, link, other in ((two, second, one), (one, first, two)):
        chosen = word(rng)
        assert use(box, link, chosen).status_code == 200
        assert has_signed_in(box, member.email, chosen)
        assert not has_signed_in(box, other.email, chosen)


def test_short_password_is_refused(box, canary, rng):
    """A password of fewer than eight characters gets status 400, and the link still works afterwards."""
    later(box, rng)
    member, chosen = join(box, rng), word(rng, 8)
    link = ask(box, member.email)
    for short in (chosen[:7], ""):
        assert use(box, link, short).status_code == 400
        assert has_signed_in(box, member.email, member.password)
    assert use(box, link, chosen).status_code == 200
    assert has_signed_in(box, member.email, chosen)


def test_wrong_token_is_refused(box, canary, rng):
    """A wrong, empty or missing token gets status 400, in both requests; the right link still works."""
    later(box, rng)
    member = join(box, rng)
    link = ask(box, member.email)
    forged = ("", "é", "0", "a.b.c", "1.2.3", "1-2", "-", ".", "'-1", "o'clock", "\x00", "x" * 5000)
    for token in (word(rng, 32), f"999999999.{word(rng, 40)}", *forged):
        assert use(box, link, word(rng), token=token).status_code == 400, token
        assert box.client().get("/reset", params={**fields(link), "token": token}).status_code == 400, token
    assert box.client().post("/reset", data={"password": word(rng)}).status_code == 400
    assert box.client().post("/reset", data={}).status_code == 400
    assert box.client().get("/reset").status_code == 400
    assert has_signed_in(box, member.email, member.password)
    chosen = word(rng)
    assert use(box, link, chosen).status_code == 200
    assert has_signed_in(box, member.email, chosen)


def test_password_changed_in_the_profile(box, canary, rng):
    """The profile changes the password, and a link that is asked for afterwards changes it again."""
    later(box, rng)
    member, chosen, again = join(box, rng), word(rng), word(rng)
    client = sign_in(box, member.email, member.password)
    assert client.post("/profile/password", data={"old": word(rng), "new": chosen}).status_code == 400
    assert client.post("/profile/password", data={"old": member.password, "new": chosen}).status_code == 200
    assert has_signed_in(box, member.email, chosen)
    wait(box, 60)
    assert use(box, ask(box, member.email), again).status_code == 200
    assert has_signed_in(box, member.email, again)


def test_first_members_sign_in(box, canary, rng):
    for name, password, contact in (
        (canary.anna, canary.anna_password, canary.anna_contact),
        (canary.zoe, canary.zoe_password, canary.zoe_contact),
    ):
        client = sign_in(box, f"{name}@mail.example", password)
        assert contact in client.get("/profile").text
    answer = box.client().post("/login", data={"email": f"{word(rng)}@mail.example", "password": canary.zoe_password})
    assert answer.status_code == 401
