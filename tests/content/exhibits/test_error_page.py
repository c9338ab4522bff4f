"""The pages are asked for again, and cut into the same parts."""

from .recording import data_of, script_of


def test_the_pages_come_out_again_as_recorded() -> None:
    """Every part has the same text and the same reading; only versions may differ."""
    recorded, again = data_of("error-page"), script_of("error-page")["record"]()

    assert again["tables"] == recorded["tables"]
    for page, page_again in zip(recorded["pages"], again["pages"], strict=True):
        for part, part_again in zip(page["parts"], page_again["parts"], strict=True):
            if "version" not in part["label"] and "executable" not in part["label"]:
                assert part_again == part


def test_a_debug_page_helps_an_attacker_and_a_generic_one_does_not() -> None:
    """Masked values and generic answers tell nothing; everything else on a debug page tells something."""
    counts = [sum(bool(part["tells"]) for part in page["parts"]) for page in data_of("error-page")["pages"]]

    assert counts == [6, 1, 1, 0]
