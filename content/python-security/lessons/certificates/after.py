"""Connect to the shop's server, which has a certificate of the company's own CA."""

import ssl

from certs import handshake, issue


def client_context(authority):
    return ssl.create_default_context(cadata=authority)


if __name__ == "__main__":
    company = issue("Company CA")
    servers = {
        "shop": issue("shop", company, host="shop.example"),
        "attacker": issue("attacker", host="shop.example"),
    }
    for name, server in servers.items():
        try:
            connection = handshake(client_context(company.pem), server, "shop.example")
            print(f"{name}: connected, encrypted with {connection.version()}")
        except ssl.SSLCertVerificationError:
            print(f"{name}: refused")
