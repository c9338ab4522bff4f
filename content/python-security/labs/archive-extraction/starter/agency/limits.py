"""What we accept from customers."""

MAX_UPLOAD = 256 * 1024
MAX_DOCUMENTS = 100


class Refused(Exception):
    """An archive that we do not accept; the customer reads why."""


def check(names):
    """Refuse an archive with too many documents, or with a name that leads out of its folder."""
    if len([name for name in names if not name.endswith("/")]) > MAX_DOCUMENTS:
        raise Refused(f"more than {MAX_DOCUMENTS} documents")
    for name in names:
        if name.startswith("/") or ".." in name.split("/"):
            raise Refused(f"{name} leads out of the archive")
