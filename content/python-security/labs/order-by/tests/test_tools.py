"""What can be borrowed, and in which order."""

from helpers import rows


def north(canary):
    word = canary.word
    return [
        [11, f"Drop saw, {word}", 1250],
        [12, f"Chisel {word}; 6–12 mm", 180],
        [13, f'Ärmelhobel "{word}"', 240],
        [14, f"Select plane -- union ({word})", 320],
        [15, f"100% {word} /* wool */", 90],
        [16, f"Carpenter's {word}'", 410],
    ]


def south(canary):
    return [
        [21, "Hoist", int(f"1{canary.price}")],
        [22, f"Axe {canary.other}", 150],
        [23, "Jack", 640],
        [24, f"Drill \\ {canary.other} = <12>", 770],
        [25, "Ladder", 310],
        [26, "Belt", 60],
        [27, "Grinder", 830],
        [28, "Clamp", 40],
    ]


def test_each_place_has_its_tools(box, canary):
    """Sorted by name, unless somebody wishes another order."""
    assert rows(box.call("depot:tools", "north")) == sorted(north(canary), key=lambda tool: tool[1])
    assert rows(box.call("depot:tools", "south")) == sorted(south(canary), key=lambda tool: tool[1])


def test_every_column_that_is_shown_can_be_sorted_by(box, canary):
    for place, tools in [("north", north(canary)), ("south", south(canary))]:
        for column, sort in enumerate(["number", "name", "price"]):
            expected = sorted(tools, key=lambda tool: tool[column])
            assert rows(box.call("depot:tools", place, sort)) == expected, sort
            assert rows(box.call("depot:tools", place, sort, "asc")) == expected, sort
            assert rows(box.call("depot:tools", place, sort, "desc")) == expected[::-1], sort


def test_arguments_have_names(box, canary):
    expected = sorted(south(canary), key=lambda tool: -tool[2])
    assert rows(box.call("depot:tools", place="south", sort="price", order="desc")) == expected


def test_tools_of_a_list(box, canary, rng):
    tools = [tool for tool in north(canary) if "'" not in tool[1]]
    for _ in range(4):
        chosen = rng.sample(tools, k=rng.randint(1, 5))
        assert rows(box.call("depot:look_up", "north", [name for _, name, _ in chosen])) == sorted(chosen)
    for tool in [*tools, *south(canary)]:
        place = "north" if tool[0] < 20 else "south"
        assert rows(box.call("depot:look_up", place, [tool[1]])) == [tool]


def test_what_a_list_may_hold(box, canary, rng):
    """Nothing, names that nobody knows, names twice, and five hundred of them."""
    drop_saw, *_ = north(canary)
    unknown = ["".join(rng.choices("klmnop", k=7)) for _ in range(500)]
    assert rows(box.call("depot:look_up", "north", [])) == []
    assert rows(box.call("depot:look_up", "north", unknown[:2])) == []
    assert (
        rows(box.call("depot:look_up", "north", [drop_saw[1].upper(), drop_saw[1][:-1], "Drop saw", canary.word])) == []
    )
    assert rows(box.call("depot:look_up", "north", [drop_saw[1], unknown[0], drop_saw[1]])) == [drop_saw]
    assert rows(box.call("depot:look_up", "north", [*unknown, drop_saw[1]])) == [drop_saw]
    assert rows(box.call("depot:look_up", "south", [drop_saw[1]])) == []
    for name in [
        "%",
        "_" * 5,
        "1) or (1",
        "11",
        "name",
        "NULL",
        "?",
        '"name"',
        "Hoist, Jack",
        "select",
        "x; drop table y",
    ]:
        assert rows(box.call("depot:look_up", "south", [name])) == [], name
