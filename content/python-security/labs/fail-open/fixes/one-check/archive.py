"""The archive of a town: people read documents, and the staff replaces them. Each request is in the audit log."""

from contextlib import contextmanager

import access
import audit
import documents


class Refused(Exception):
    """The user may not do this."""


@contextmanager
def permitted(user, action, number, reason):
    """Give the document for the block, or raise Refused; either way, the audit log says so before."""
    document = documents.find(number)
    allowed = access.may(user, action, document["level"])
    audit.write(user, action, number, "allowed" if allowed else "refused", reason)
    if not allowed:
        raise Refused("You may not do this.")
    yield document


def read(user, number, reason):
    """Return the text of a document."""
    with permitted(user, "read", number, reason) as document:
        return document["text"]


def replace(user, number, text, reason):
    """Give a document a new text."""
    with permitted(user, "replace", number, reason):
        documents.replace(number, text)


def titles(user):
    """Return the titles of all documents that a user may read, by number."""
    return {
        number: document["title"]
        for number, document in documents.every().items()
        if access.may(user, "read", document["level"])
    }
