"""Notes by name, and a vault behind a number."""

from pathlib import Path

HERE = Path(__file__).parent


def read(name):
    """Return the text of a note."""
    if not isinstance(name, str) or "/" in name or name in {"", ".", ".."} or "\0" in name:
        raise ValueError("no such note")
    found = [each for each in (HERE / "notes").iterdir() if each.name == name]
    if not found:
        raise ValueError("no such note")
    return found[0].read_text()


def vault(pin):
    """Return the secret to whoever knows the number."""
    if pin != (HERE / "vault/pin.txt").read_text():
        raise PermissionError("wrong number")
    return (HERE / "vault/key.txt").read_text()
