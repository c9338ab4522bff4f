"""The documents, by number."""

import json
from pathlib import Path

_documents = json.loads(Path(__file__).with_name("documents.json").read_text(encoding="utf-8"))


def find(number):
    """Return a document; KeyError if there is none."""
    return _documents[number]


def replace(number, text):
    """Store a new text."""
    _documents[number]["text"] = text


def every():
    """Return all documents."""
    return _documents
