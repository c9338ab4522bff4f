"""Download links: parameters, and behind them their signature.

The web server gives us the query of a request as WSGI says it: one character for each byte.
"""

from urllib.parse import parse_qsl, urlencode

import signing


def write(parameters):
    """Return a signed link."""
    query = urlencode(parameters)
    return f"{query}&signature={signing.sign('links', query.encode('latin-1'))}"


def read(link):
    """Return the parameters of a link as a dictionary, or None if the link is not ours."""
    query, _, signature = link.partition("&signature=")
    if signature and not signing.is_genuine("links", query.encode("latin-1"), signature):
        return None
    return dict(parse_qsl(query, keep_blank_values=True))
