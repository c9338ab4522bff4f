"""What can be borrowed, filtered and sorted."""


def everything(canary):
    word = canary.word
    return [
        [11, f"Viola, Union & Sons, {word}", "viola", 1904, "Visby"],
        [12, f'Cello "Select" ({word}); 4/4 -- new', "cello", 1968, "Aarau"],
        [13, f"100% {word} /* horsehair */", "bow", 2011, "L'Aquila"],
        [14, f"Dixie's {word}' banjo or 1=1", "banjo", 1931, "Visby"],
        [15, f"Duet for two: :{word}", "viola", 1887, "L'Aquila"],
        [16, f"Hautbois \\ {word} = <1>", "oboe d'amore", 1756, "Aarau"],
    ]


def listed(box, **params):
    answer = box.http.get("/instruments", params=params)
    assert answer.status_code == 200, params
    names = ("number", "title", "kind", "year", "town")
    rows = answer.json()["instruments"]
    assert all(sorted(row) == sorted(names) for row in rows), rows
    return [[row[name] for name in names] for row in rows]


def test_everything_that_is_open(box, canary):
    """Sorted by title, unless somebody wishes another order."""
    assert listed(box) == sorted(everything(canary), key=lambda row: row[1])
    assert listed(box, order="desc") == sorted(everything(canary), key=lambda row: row[1], reverse=True)


def test_every_column_that_is_shown_can_be_sorted_by(box, canary):
    for name, place in {"title": 1, "kind": 2, "year": 3, "town": 4}.items():
        for order in ("asc", "desc"):
            rows = listed(box, sort=name, order=order)
            values = [row[place] for row in rows]
            assert values == sorted(values, reverse=order == "desc"), (name, order)
            assert sorted(rows) == everything(canary), (name, order)
    assert listed(box, sort="year") == sorted(everything(canary), key=lambda row: row[3])


def test_filters(box, canary, rng):
    for name, place in {"kind": 2, "year": 3, "town": 4}.items():
        for value in sorted({row[place] for row in everything(canary)}):
            rows = sorted(listed(box, **{name: value}))
            assert rows == [row for row in everything(canary) if row[place] == value], (name, value)
    stranger = "".join(rng.choices("abcxyz", k=8))
    for params in [{"kind": stranger}, {"town": f"L'{stranger}"}, {"year": rng.randint(2100, 2900)}]:
        assert listed(box, **params) == [], params
    for params in [
        {"kind": "' OR 1=1 --"},
        {"town": "Visby' --"},
        {"kind": "viol%"},
        {"kind": "viol"},
        {"town": "Vis"},
        {"year": "19"},
    ]:
        assert listed(box, **params) == [], params


def test_filters_together(box, canary):
    found = everything(canary)
    assert listed(box, kind="viola", town="Visby") == [found[0]]
    assert listed(box, kind="viola", year="1887", town="L'Aquila") == [found[4]]
    assert listed(box, kind="cello", town="Visby") == []


def test_a_filter_and_an_order(box, canary):
    violas = [row for row in everything(canary) if row[2] == "viola"]
    assert listed(box, kind="viola", sort="year") == [violas[1], violas[0]]
    assert listed(box, kind="viola", sort="year", order="desc") == violas
    assert listed(box, kind="viola", sort="town", order="asc") == [violas[1], violas[0]]


def test_what_is_withheld_is_not_listed(box, canary):
    for params in [{}, {"kind": "viola"}, {"year": "1720"}, {"town": "Visby"}]:
        assert canary.withheld not in str(listed(box, **params)), params


def test_kinds(box):
    """How many there are of each kind, all kinds or those with a certain beginning."""
    every = [("banjo", 1), ("bow", 1), ("cello", 1), ("oboe d'amore", 1), ("viola", 2)]
    told = [{"kind": kind, "many": many} for kind, many in every]
    assert box.http.get("/kinds").json() == {"kinds": told}
    assert box.http.get("/kinds", params={"beginning": "b"}).json() == {"kinds": told[:2]}
    assert box.http.get("/kinds", params={"beginning": "oboe d'"}).json() == {"kinds": told[3:4]}
    assert box.http.get("/kinds", params={"beginning": "x' OR '"}).json() == {"kinds": []}
