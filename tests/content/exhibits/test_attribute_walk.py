"""Every field of the walk is formatted again."""

from .recording import data_of, script_of


def test_every_field_prints_again_as_recorded() -> None:
    """All fields are formatted again, and nothing but the interpreter's version may differ."""
    data = data_of("attribute-walk")

    assert script_of("attribute-walk")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_every_field_but_the_first_goes_on_from_another() -> None:
    """There is a way from the customer to each field, and two of them are secrets."""
    nodes = data_of("attribute-walk")["nodes"]
    fields = [node["field"] for node in nodes]

    assert all(node["parent"] in fields[:place] for place, node in enumerate(nodes) if place)
    assert [node["text"] for node in nodes if node["secret"]] == ["b7f3-31aa", "f00d-cafe"]
