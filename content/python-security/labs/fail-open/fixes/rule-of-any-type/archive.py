"""The archive of a town: people read documents, and the staff replaces them. Each request is in the audit log."""

import access
import audit
import documents


class Refused(Exception):
    """The user may not do this."""


def check(user, action, number, reason):
    """Write into the audit log whether a user may do this, and raise an exception unless it is allowed."""
    allowed = False
    try:
        allowed = access.may(user, action, documents.find(number)["level"])
    finally:
        audit.write(user, action, number, "allowed" if allowed else "refused", reason)
    if not allowed:
        raise Refused("You may not do this.")


def read(user, number, reason):
    """Return the text of a document."""
    check(user, "read", number, reason)
    return documents.find(number)["text"]


def replace(user, number, text, reason):
    """Give a document a new text."""
    check(user, "replace", number, reason)
    documents.replace(number, text)


def titles(user):
    """Return the titles of all documents that a user may read, by number."""
    return {
        number: document["title"]
        for number, document in documents.every().items()
        if access.may(user, "read", document["level"])
    }
