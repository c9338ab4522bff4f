"""Clients with all checks on: a CA of your own, or the roots of the operating system."""

import ssl

import httpx
import requests
import truststore
from certs import issue


def own_ca(authority):
    """Accept only servers of your own CA, given as PEM text."""
    return httpx.Client(verify=ssl.create_default_context(cadata=authority))


def own_ca_requests(path):
    """Do the same with requests, which takes the path of a PEM file."""
    session = requests.Session()
    session.verify = path
    return session


def system_roots():
    """Trust what the operating system trusts, and not the list of certifi."""
    return httpx.Client(verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


if __name__ == "__main__":
    for client in (own_ca(issue("Company CA").pem), own_ca_requests("company-ca.pem"), system_roots()):
        print(type(client).__module__.partition(".")[0], type(client).__name__)
        client.close()
    print("truststore checks:", truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT).verify_mode.name)
