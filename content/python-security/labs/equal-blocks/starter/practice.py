"""What comes from outside: the portal for patients and staff, and the SQL console of the hosting company."""

import hashlib
import importlib
import secrets
import sys

import database
import people

SAFE_CODE = "${safe_code}"


def join(name):
    """Add a patient; return number and code. The code comes by letter, and signs the patient in."""
    code = secrets.token_urlsafe()
    number = people.add(name)
    database.remember(_hash(code), number)
    return {"number": number, "code": code}


def mine(code):
    """Return what the practice knows of the person who is signed in."""
    return people.read(_number(code))


def save(code, condition, note):
    """Write condition and note of the person who is signed in."""
    people.write(_number(code), condition=condition, note=note)


def treated(code, condition):
    """Return the numbers of the people who have a condition; for managers."""
    _manager(code)
    return people.with_condition(condition)


def safe(code):
    """Return the code of the safe; for managers."""
    _manager(code)
    return SAFE_CODE


def rows():
    """Return the whole table. An administrator of the hosting company can do this, without any code or key."""
    return database.rows()


def put(number, column, cell):
    """Write a cell as it is. An administrator of the hosting company can do this, too."""
    database.write(number, column, cell)


def restart():
    """Load the program again, as after an update. The table stays."""
    global people
    for name in ("keys", "cells", "people"):
        sys.modules.pop(name, None)
    people = importlib.import_module("people")


def _number(code):
    number = database.owner(_hash(code))
    if number is None:
        raise PermissionError("There is no such code.")
    return number


def _manager(code):
    if people.read(_number(code))["role"] != "manager":
        raise PermissionError("This is for managers.")


def _hash(code):
    return hashlib.sha256(code.encode()).hexdigest()


if not database.rows():
    database.remember(_hash("${manager_code}"), people.add("Nora Feld", role="manager"))
    database.remember(
        _hash("${ivo_code}"), people.add("Ivo Brandt", condition="torn ligament", note="Therapist only: ${ivo_note}")
    )
