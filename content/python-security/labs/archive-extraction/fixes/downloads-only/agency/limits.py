"""What we accept from customers."""

MAX_UPLOAD = 256 * 1024
MAX_ENTRIES = 100
MAX_BYTES = 2 * 1024 * 1024


class Refused(Exception):
    """An archive that we do not accept; the customer reads why."""


def check(names, size):
    """Refuse too many entries, too much content, or a name that leads out of its folder."""
    if size > MAX_BYTES:
        raise Refused("more than 2 MiB of documents")
    if len(names) > MAX_ENTRIES:
        raise Refused(f"more than {MAX_ENTRIES} files and folders")
    for name in names:
        if name.startswith("/") or ".." in name.split("/"):
            raise Refused(f"{name} leads out of the archive")
