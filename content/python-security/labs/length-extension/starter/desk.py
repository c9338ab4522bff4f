"""What customers can do at the website of the workshop, and what its two machines do."""

import links
import machine
import programs
import signing
from catalogue import CODE, DRAWINGS

RELEASED = set()


def share(customer, drawing, size="preview", code=""):
    """Return a link to a drawing. A private one, and the full size, are for the company with the code."""
    kind, sizes = DRAWINGS[drawing]
    if size not in sizes:
        raise ValueError("There is no such size.")
    if (kind == "private" or size != "preview") and code != CODE:
        raise PermissionError("This drawing needs the code.")
    parameters = {"drawing": drawing, "customer": customer}
    if size != "preview":
        parameters["size"] = size
    return links.write(parameters)


def download(link):
    """Return the drawing that a link gives, with the name of the customer, or None if the link is not ours."""
    parameters = links.read(link)
    if parameters is None:
        return None
    _, sizes = DRAWINGS[parameters["drawing"]]
    return {"customer": parameters["customer"], "content": sizes[parameters.get("size", "preview")]}


def upload(content):
    """Store a program of a customer, and return its number. Nobody has inspected it yet."""
    return programs.store(content)


def fetch(number):
    """Return a stored program, or None."""
    return programs.load(number)


def release(content):
    """Inspect a program, store it, release it for the machine, and return its number."""
    machine.inspect(content)
    number = programs.store(content)
    RELEASED.add(number)
    return number


def cut(number):
    """Run a released program on the machine here, and return its watts, or None if it is not released."""
    if number not in RELEASED:
        return None
    return machine.power(programs.load(number))


def certify(content):
    """Inspect a program, and return its signature for the machine in the other workshop."""
    machine.inspect(content)
    return signing.sign("programs", content)


def cut_certified(content, signature):
    """Run a program on the machine in the other workshop, and return its watts, or None if the signature is wrong.

    This machine has no connection to our store.
    """
    if not signing.is_genuine("programs", content, signature):
        return None
    return machine.power(content)
