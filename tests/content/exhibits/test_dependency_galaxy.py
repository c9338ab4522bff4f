"""The galaxy was read from the metadata of an environment; its shape follows from who needs whom."""

from .recording import data_of, script_of


def test_each_package_is_as_far_as_its_way_is_long() -> None:
    """A way begins at Quintain and ends at the package, and each step is one that the metadata names."""
    packages = {each["name"]: each for each in data_of("dependency-galaxy")["packages"]}

    for name, each in packages.items():
        assert (each["way"][0], each["way"][-1], len(each["way"]) - 1) == ("quintain", name, each["depth"])
        assert all(
            before in packages[after]["needed_by"] for before, after in zip(each["way"], each["way"][1:], strict=False)
        )
        assert set(each["needed_by"]) <= set(packages)


def test_the_environment_of_today_is_read_in_the_same_way() -> None:
    """What is installed now may be newer; what Quintain names itself is still one step away."""
    today = {each["name"]: each["depth"] for each in script_of("dependency-galaxy")["record"]()["packages"]}

    assert (today["quintain"], today["django"], today["cffi"] > 1) == (0, 1, True)


def test_more_than_a_third_of_the_packages_is_not_named() -> None:
    """The point of the picture: a list of names is not the list of what runs."""
    depths = [each["depth"] for each in data_of("dependency-galaxy")["packages"]]

    assert sum(depth > 1 for depth in depths) > len(depths) / 3
