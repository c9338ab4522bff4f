"""Files, devices, a FIFO and a URL are read again."""

from .recording import data_of, script_of


def test_every_resource_is_read_again_as_recorded() -> None:
    """All are read again, and nothing but the interpreter's version may differ."""
    data = data_of("endless-meter")

    assert script_of("endless-meter")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_only_the_file_on_the_disk_is_as_long_as_reported() -> None:
    """The others report 0, and devices have no end; with a limit, no more than one byte above it is read."""
    data = data_of("endless-meter")
    endless = [each["title"] for each in data["resources"] if each["free"] and each["free"][-1] > each["free"][-2]]

    assert [each["title"] for each in data["resources"] if each["size"]] == ["report.pdf"]
    assert endless == ["/dev/zero", "/dev/urandom", "file:///dev/zero"]
    assert max(count for each in data["resources"] for count in each["limited"]) == data["limit"] + 1
    assert [each["title"] for each in data["resources"] if each.get("waits")] == ["a FIFO"]
