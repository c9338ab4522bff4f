"""Four clients meet servers whose certificates are wrong in different ways."""

import ssl
from datetime import UTC, datetime
from itertools import product

from certs import END, PAST, handshake, issue
from cryptography import x509

HOST, OTHER = "shop.example", "forum.example"
COMPANY = issue("Company CA")
BELOW = issue("Company CA, web servers", COMPANY)
SAME_NAME = issue("Company CA")
NEIGHBOUR = issue("forum", COMPANY, host=OTHER)

SIGNERS = {
    "the company's CA": COMPANY,
    "a CA below it": BELOW,
    "a CA with the same name": SAME_NAME,
    "another server": NEIGHBOUR,
    "itself": None,
}
GOOD_SIGNERS = ("the company's CA", "a CA below it")
REASONS = {
    10: "expired",
    18: "self-signed",
    20: "unknown issuer",
    24: "issuer is not a CA",
    32: "issuer is not a CA",
    62: "wrong host",
    79: "issuer is not a CA",
}


def default(context):
    """Check everything: nothing to do, it is the default."""


def no_host_name(context):
    context.check_hostname = False


def nothing(context):
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE


def check_by_hand(connection):
    """Read host and date from the certificate, after a handshake that has verified nothing."""
    certificate = x509.load_der_x509_certificate(connection.getpeercert(binary_form=True))
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    if HOST not in names.get_values_for_type(x509.DNSName):
        return "wrong host"
    return "" if datetime.now(UTC) < certificate.not_valid_after_utc else "expired"


CLIENTS = {
    "default": (default, None),
    "no host name": (no_host_name, None),
    "by hand": (nothing, check_by_hand),
    "nothing": (nothing, None),
}


def server_of(signer, host, end):
    return issue("server", SIGNERS[signer], host=host, end=end)


def reason(client, server):
    """Return why the client refuses the server; empty if it connects."""
    change, check = CLIENTS[client]
    context = ssl.create_default_context(cadata=COMPANY.pem)
    change(context)
    try:
        connection = handshake(context, server, HOST)
    except ssl.SSLCertVerificationError as error:
        return REASONS[error.verify_code]
    return check(connection) if check else ""


ALL = list(product(SIGNERS, (HOST, OTHER), (END, PAST)))
SHOWN = {
    "right": ("the company's CA", HOST, END),
    "right, CA below": ("a CA below it", HOST, END),
    "expired": ("the company's CA", HOST, PAST),
    "another host": ("the company's CA", OTHER, END),
    "self-signed": ("itself", HOST, END),
    "CA of the same name": ("a CA with the same name", HOST, END),
    "signed by a server": ("another server", HOST, END),
}

if __name__ == "__main__":
    print(f"{'':20}" + "".join(f"{client:19}" for client in CLIENTS).rstrip())
    for name, parts in SHOWN.items():
        server = server_of(*parts)
        answers = [reason(client, server) or "connects" for client in CLIENTS]
        print(f"{name:20}" + "".join(f"{answer:19}" for answer in answers).rstrip())
