"""Notes by name, and a vault behind a number."""

from pathlib import Path

HERE = Path(__file__).parent


def read(name):
    """Return the text of a note."""
    path = (HERE / "notes" / name).resolve()
    if not path.is_relative_to((HERE / "notes").resolve()):
        raise ValueError("no such note")
    try:
        return path.read_text()
    except OSError:
        raise ValueError("no such note") from None


def vault(pin):
    """Return the secret to whoever knows the number."""
    if pin != (HERE / "vault/pin.txt").read_text():
        raise PermissionError("wrong number")
    return (HERE / "vault/key.txt").read_text()
