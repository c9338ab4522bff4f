"""No advisory names a version that is installed."""

from helpers import is_affected


def test_no_installed_version_has_an_advisory(box):
    """After the installation, no package in site/ has a version that an advisory calls affected."""
    assert box.install().code == 0
    installed = []
    for path in box.files():
        if path.startswith("site/") and path.endswith(".dist-info/METADATA"):
            lines = box.read(path).decode().splitlines()
            fields = dict(line.split(": ", 1) for line in lines if ": " in line)
            installed.append((fields["Name"], fields["Version"]))
    affected = [f"{name} {version}" for name, version in installed if is_affected(name, version)]
    assert affected == []
