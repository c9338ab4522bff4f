"""What a file brings."""

from datetime import date, timedelta


def word(rng):
    return "".join(rng.choices("abcdefghijklm", k=8))


def a_day(rng):
    return (date(2027, 1, 1) + timedelta(days=rng.randrange(700))).isoformat()


def bring(visitor, text):
    answer = visitor.post("/import", content=text.encode())
    assert answer.status_code == 200, text
    return answer.json()["nights"]


def test_file_becomes_the_plan(box, rng):
    first, second, day, then = word(rng), word(rng), a_day(rng), a_day(rng)
    beds = rng.randint(1, 12)
    text = (
        f"# our tour\n- hut: {first}\n  day: {day}\n  beds: {beds}\n\n- {{hut: 'The {second}', beds: 1, day: {then}}}\n"
    )
    plan = [{"hut": first, "day": day, "beds": beds}, {"hut": f"The {second}", "day": then, "beds": 1}]
    box.http.post("/plan", data={"hut": "Old", "day": "2027-05-05", "beds": "2"})
    assert bring(box.http, text) == plan
    assert box.http.get("/plan").json()["nights"] == plan
    more = {"hut": word(rng), "day": a_day(rng), "beds": 3}
    assert box.http.post("/plan", data=more).json()["nights"] == [*plan, more]


def test_names_may_hold_every_mark(box, rng):
    """Whatever stands between quotes is a name, whatever it looks like."""
    for name in [
        *[
            "Zoë’s Hütte 🏔",
            "Great view!!",
            "!!python/name:settings.PIN",
            "a: b # c",
            "os.system & eval",
            "& * %TAG | >",
        ],
        "a" * 60,
    ]:
        day, beds = a_day(rng), rng.randint(1, 12)
        assert bring(box.client(), f'- hut: "{name}"\n  day: {day}\n  beds: {beds}\n') == [
            {"hut": name, "day": day, "beds": beds}
        ], name


def test_name_over_several_lines(box, rng):
    head, tail, day = word(rng), word(rng), a_day(rng)
    text = f"- hut: >-\n    {head}\n    {tail}\n  day: {day}\n  beds: 2\n"
    assert bring(box.http, text) == [{"hut": f"{head} {tail}", "day": day, "beds": 2}]


def test_empty_list_empties_the_plan(box, rng):
    bring(box.http, f"- {{hut: {word(rng)}, day: {a_day(rng)}, beds: 1}}")
    assert bring(box.http, "[]") == []
    assert box.http.get("/plan").json()["nights"] == []


def test_file_of_thirteen_nights_is_refused(box, rng):
    """A file holds twelve nights at most; a longer one is refused, and the plan stays as it was."""
    lines = [f"- {{hut: {word(rng)}, day: {a_day(rng)}, beds: 1}}\n" for _ in range(13)]
    plan = bring(box.http, "".join(lines[:12]))
    assert len(plan) == 12
    assert box.http.post("/import", content="".join(lines)).status_code == 400
    assert box.http.get("/plan").json()["nights"] == plan
