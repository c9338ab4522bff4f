"""Notes by name, and a vault behind a number."""

from pathlib import Path

HERE = Path(__file__).parent


def read(name):
    """Return the text of a note."""
    if ".." in name:
        raise ValueError("no such note")
    return (HERE / "notes" / name).read_text()


def vault(pin):
    """Return the secret to whoever knows the number."""
    if pin != (HERE / "vault/pin.txt").read_text():
        raise PermissionError("wrong number")
    return (HERE / "vault/key.txt").read_text()
