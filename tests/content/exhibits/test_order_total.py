"""The shop sells again, and its checks are asked again."""

from .recording import data_of, script_of


def test_the_shop_and_its_checks_answer_again_as_recorded() -> None:
    """Every quantity is ordered and checked again, and nothing but the interpreter's version may differ."""
    data = data_of("order-total")

    assert script_of("order-total")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_only_the_last_check_lets_nothing_in() -> None:
    """Each of the other five accepts some value that is not a quantity; all six accept normal orders."""
    data, let_in = data_of("order-total"), script_of("order-total")["is_let_in"]
    names = [check["name"] for check in data["checks"]]
    honest = [case for case in data["cases"] if case["quantity"]]

    assert [
        name for row, name in enumerate(names) if any(let_in(case, case["checks"][row]) for case in data["cases"])
    ] == names[:-1]
    assert [set(case["checks"]) for case in honest] == [{case["python"]} for case in honest]


def test_some_quantities_pay_the_customer() -> None:
    """What is left may be more than the voucher held, infinite, or no number at all."""
    left = {case["value"]: case["left"] for case in data_of("order-total")["cases"] if "left" in case}

    assert (left["-7"], left["-1e400"], left["NaN"]) == (6680, "inf", "nan")
