"""What imports bring with them keeps its shape, whatever versions are installed."""

import sys

import pytest

from .recording import data_of, script_of


def test_wheels_bring_copies_of_openssl_that_the_system_does_not_update() -> None:
    """The picture of the lesson: one copy from the system, and one in each of two wheels."""
    copies = script_of("import-map")["copies"]
    found = {copy[:2] for each in data_of("import-map")["imports"] for copy in copies(each["files"], "OpenSSL")}

    assert found == {("system", ""), ("wheel", "cryptography"), ("wheel", "psycopg_binary")}


def test_names_do_not_tell_of_a_build() -> None:
    """Marks of a build are taken off, so that a name is the same on every machine."""
    names = [file["name"] for each in data_of("import-map")["imports"] for file in each["files"]]

    assert all(".so" in name and "cpython" not in name for name in names)


@pytest.mark.skipif(sys.platform != "linux", reason="the list of files in memory is Linux's")
def test_the_wheel_s_own_openssl_is_found_again() -> None:
    """An import in a new process brings the copy inside the wheel again."""
    strip = script_of("import-map")
    files = strip["files_of"](strip["IMPORTS"]["cryptography"])

    assert [copy[:2] for copy in strip["copies"](files, "OpenSSL")] == [("wheel", "cryptography")]
