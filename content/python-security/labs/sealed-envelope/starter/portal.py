"""The portal on which public offices collect bids. A bid is a file that a firm has sealed for one office.

The portal knows which firm hands in what. Everybody can see the envelopes, but only the office can open them.
"""

import hmac

import offices

PASSWORDS = {"anna": "${anna_password}", "otto": "harbour-7421"}
BID = "Bid of anna for the new bridge. Price: ${anna_price}. The price includes steel, concrete and the old road."
BROCHURE = "We are anna, and we build bridges. " * 100

_store = []  # the envelopes


def _check(firm, password):
    if not hmac.compare_digest(password.encode(), PASSWORDS[firm].encode()):
        raise PermissionError("The password is wrong.")


def register(firm, password):
    """Register another firm. Anybody can do this, under each name that is still free."""
    if PASSWORDS.setdefault(firm, password) != password:
        raise PermissionError("There is a firm with this name.")


def send(firm, password, office, tender, file, content):
    """Seal a file on the firm's computer, and hand it in; return the number of the envelope."""
    header = {"office": office, "tender": tender, "firm": firm, "file": file}
    return hand_in(firm, password, header, offices.seal(firm, office, header, content))


def hand_in(firm, password, header, sealed):
    """Take an envelope in, and return its number. A firm can hand in only under its own name."""
    _check(firm, password)
    if header["firm"] != firm:
        raise PermissionError("This is the name of another firm.")
    _store.append((header, sealed))
    return len(_store) - 1


def overwrite(number, header, sealed):
    """Overwrite an envelope: people in the computer centre of the portal can do this."""
    _store[number] = (header, sealed)


def envelopes(first=0):
    """Return the envelopes from this number on, with their headers. Everybody can see them."""
    return [[header, sealed] for header, sealed in _store[first:]]


def read_back(firm, password, number):
    """Let the office open an envelope of a firm, and return to the firm what the office has read."""
    _check(firm, password)
    header, sealed = _store[number]
    if header["firm"] != firm:
        raise PermissionError("This is the envelope of another firm.")
    return offices.unseal(header["office"], header, sealed)


def seal(header, content):
    """Seal a file with any header, as everybody can, on a computer of their own."""
    return offices.seal("stranger", header["office"], header, content)


def ask_for_brochure(office):
    """Ask anna to send her brochure to an office; return the number of the envelope."""
    return send("anna", PASSWORDS["anna"], office, "none", "brochure.txt", BROCHURE.encode())


offices.new_office("town")
send("anna", PASSWORDS["anna"], "town", "bridge", "bid.txt", BID.encode())
