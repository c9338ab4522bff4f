"""A server that asks its clients for a certificate of the company's CA (mutual TLS)."""

import ssl

from certs import issue, load, meet, server_context
from cryptography.x509.oid import ExtendedKeyUsageOID


def ask_clients(context, authority):
    context.load_verify_locations(cadata=authority)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


if __name__ == "__main__":
    company = issue("Company CA")
    client_use = ExtendedKeyUsageOID.CLIENT_AUTH
    clients = {
        "no certificate": None,
        "the stock service": issue("stock", company, host="stock.example", purpose=client_use),
        "signed by itself": issue("stock", host="stock.example", purpose=client_use),
        "a server's certificate": issue("forum", company, host="forum.example"),
    }
    for name, identity in clients.items():
        server = ask_clients(server_context(issue("shop", company, host="shop.example")), company.pem)
        client = ssl.create_default_context(cadata=company.pem)
        if identity:
            load(client, identity)
        try:
            meet(client, server, "shop.example")
            print(f"{name:24}connects")
        except ssl.SSLError as error:
            print(f"{name:24}{getattr(error, 'verify_message', error.reason)}")
