"""What we accept from customers."""

MAX_UPLOAD = 256 * 1024
MAX_ENTRIES = 100
MAX_BYTES = 2 * 1024 * 1024
MAX_TAR = 3 * 1024 * 1024  # documents and headers


class Refused(Exception):
    """An archive that we do not accept; the customer reads why."""
