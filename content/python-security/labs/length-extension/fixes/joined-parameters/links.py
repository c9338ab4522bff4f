"""Download links: parameters, and behind them their signature.

The web server gives us the query of a request as WSGI says it: one character for each byte.
"""

from urllib.parse import parse_qsl, urlencode

import signing


def write(parameters):
    """Return a signed link."""
    return f"{urlencode(parameters)}&signature={signing.sign('links', joined(parameters))}"


def read(link):
    """Return the parameters of a link as a dictionary, or None if the link is not ours."""
    query, _, signature = link.rpartition("&signature=")
    parameters = dict(parse_qsl(query, keep_blank_values=True))
    if urlencode(parameters) != query or not signing.is_genuine("links", joined(parameters), signature):
        return None
    return parameters


def joined(parameters):
    """Return what is signed: the parameters that we use later, in the same order each time."""
    return "&".join(f"{name}={parameters[name]}" for name in sorted(parameters)).encode()
