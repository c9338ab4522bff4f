"""Who gets in, and who sees the desk."""


def sign_in(visitor, name, password):
    return visitor.post("/login", data={"name": name, "password": password})


def test_sign_in_greets(box, canary):
    for name, password, role in [
        (canary.friend, canary.friend_password, "friend"),
        (f"Zoë O'{canary.odd}", canary.odd_password, "friend"),
        (canary.clerk, canary.clerk_password, "staff"),
    ]:
        answer = sign_in(box.client(), name, password)
        assert answer.status_code == 200
        assert answer.json() == {"hello": name, "role": role}


def test_staff_see_the_desk(box, canary):
    sign_in(box.http, canary.clerk, canary.clerk_password)
    for _ in range(2):
        answer = box.http.get("/desk")
        assert answer.status_code == 200
        assert answer.json() == {"sold": [], "guest of honour": canary.guest}


def test_wrong_name_or_password_stays_out(box, canary, rng):
    stranger = "".join(rng.choices("abcdefgh", k=8))
    for name, password in [
        (canary.clerk, canary.friend_password),
        (canary.clerk, ""),
        (stranger, canary.clerk_password),
        ("guest", ""),
        ("staff", "staff"),
    ]:
        assert sign_in(box.http, name, password).status_code == 401
        assert box.http.get("/desk").status_code == 403


def test_desk_is_for_staff_alone(box, canary):
    assert box.http.get("/desk").status_code == 403
    sign_in(box.http, canary.friend, canary.friend_password)
    answer = box.http.get("/desk")
    assert answer.status_code == 403
    assert canary.guest not in answer.text


def test_visitors_do_not_share_a_sign_in(box, canary):
    sign_in(box.http, canary.clerk, canary.clerk_password)
    assert box.client().get("/desk").status_code == 403
    assert box.http.get("/desk").status_code == 200


def test_two_people_are_signed_in_side_by_side(box, canary):
    """Each browser is its own owner's, whoever signs in elsewhere meanwhile."""
    friend, clerk, guest = box.client(), box.client(), box.client()
    sign_in(friend, canary.friend, canary.friend_password)
    sign_in(clerk, canary.clerk, canary.clerk_password)
    assert friend.get("/desk").status_code == 403
    assert clerk.get("/desk").status_code == 200
    assert guest.get("/desk").status_code == 403
    sign_in(friend, canary.friend, canary.friend_password)
    assert clerk.get("/desk").status_code == 200


def test_next_to_sign_in_is_somebody_else(box, canary):
    """Whoever signs in at the same browser is no longer who was there before."""
    sign_in(box.http, canary.clerk, canary.clerk_password)
    sign_in(box.http, canary.friend, canary.friend_password)
    assert box.http.get("/desk").status_code == 403
    sign_in(box.http, canary.clerk, canary.clerk_password)
    assert box.http.get("/desk").status_code == 200
