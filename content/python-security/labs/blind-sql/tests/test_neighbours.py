"""What is waiting for whom."""


def move_in(visitor, name):
    hello = visitor.post("/neighbour", data={"name": name})
    assert hello.status_code == 200, name
    assert hello.json() == {"hello": name}


def waiting(visitor):
    answer = visitor.get("/waiting")
    assert answer.status_code == 200
    return answer.json()


def test_a_parcel_is_waiting(box, canary):
    name = f"Ida {canary.family}"
    move_in(box.http, name)
    assert waiting(box.http) == {"neighbour": name, "waiting": True}


def test_nothing_is_waiting(box, canary, rng):
    stranger = "".join(rng.choices("abcdefgh", k=9))
    ida = f"Ida {canary.family}"
    for name in [
        f"Max {canary.family}",
        f"{ida} {stranger}",
        f"{stranger} {ida}",
        ida[:-1],
        f"Ida {stranger}",
        f"Zoë-Ännchen von {stranger} (3rd floor)",
        "%",
        "Ida%",
        "",
    ]:
        move_in(box.http, name)
        assert waiting(box.http) == {"neighbour": name, "waiting": False}, name


def test_a_long_name(box, rng):
    name = " ".join("".join(rng.choices("abcdefgh", k=9)).title() for _ in range(16))
    move_in(box.http, name)
    assert waiting(box.http) == {"neighbour": name, "waiting": False}


def test_who_has_told_no_name(box):
    answer = box.http.get("/waiting")
    assert answer.status_code == 401
    assert '"waiting"' not in answer.text


def test_neighbours_do_not_share_a_name(box, canary):
    ida, max_ = box.client(), box.client()
    move_in(ida, f"Ida {canary.family}")
    move_in(max_, f"Max {canary.family}")
    assert waiting(ida) == {"neighbour": f"Ida {canary.family}", "waiting": True}
    assert waiting(max_) == {"neighbour": f"Max {canary.family}", "waiting": False}
    assert box.client().get("/waiting").status_code == 401


def test_a_name_is_greeted_as_it_was_told(box, canary):
    move_in(box.http, f"O'{canary.family}")
