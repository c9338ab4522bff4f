"""The computers of the offices and of the firms. On each of them there is a copy of the program envelopes.py."""

import sys
from contextlib import suppress
from importlib import import_module

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

PRIVATE_FORM = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
PUBLIC_FORM = (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

_programs = {}
_private, _public = {}, {}  # the keys of the offices


def restart():
    """Start all programs again. The offices have their keys in a safe place."""
    _programs.clear()


def _program(owner):
    if owner not in _programs:
        sys.modules.pop("envelopes", None)
        _programs[owner] = import_module("envelopes")
        del sys.modules["envelopes"]
    return _programs[owner]


def new_office(office):
    """Open an office, as any town can; return its private key as text, to the office itself."""
    private, public = _program(office).new_keys()
    if _public.setdefault(office, public) is not public:
        raise PermissionError("There is an office with this name.")
    _private[office] = private
    return private.private_bytes(*PRIVATE_FORM).decode() if hasattr(private, "private_bytes") else repr(private)


def publish_as(office, other):
    """Open an office, and publish the public key of another one as its own. Nobody checks this."""
    _public[office] = _public[other]


def public_key(office):
    """Return the public key of an office as text, as everybody may have it."""
    public = _public[office]
    return public.public_bytes(*PUBLIC_FORM).decode() if hasattr(public, "public_bytes") else repr(public)


def seal(who, office, header, content):
    """Seal a file for an office, on the computer of a firm or of anybody else."""
    return _program(who).seal(_public[office], dict(header), content)


def unseal(office, header, sealed):
    """Open an envelope on the computer of an office, with its private key."""
    return _program(office).unseal(_private[office], dict(header), sealed)


def unseal_all(office, header, many):
    """Open many envelopes with the same header; None is for those that were refused."""
    contents = [None] * len(many)
    for at, sealed in enumerate(many):
        with suppress(Exception):
            contents[at] = unseal(office, header, sealed)
    return contents


def unseal_with_public(office, header, sealed):
    """Try to open an envelope with the public key in place of the private one."""
    return _program("stranger").unseal(_public[office], dict(header), sealed)
