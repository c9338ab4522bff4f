"""Notes by name, and a vault behind a number."""

from pathlib import Path

HERE = Path(__file__).parent


def read(name):
    """Return the text of a note."""
    path = (HERE / "notes" / name).resolve()
    if not str(path).startswith(str(HERE)):
        raise ValueError("no such note")
    return path.read_text()


def vault(pin):
    """Return the secret to whoever knows the number."""
    if pin != (HERE / "vault/pin.txt").read_text():
        raise PermissionError("wrong number")
    return (HERE / "vault/key.txt").read_text()
