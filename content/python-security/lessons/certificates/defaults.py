"""What the standard library verifies if you pass no context."""

import ftplib
import http.client

for name, context in (
    ("http.client", http.client.HTTPSConnection("shop.example")._context),
    ("ftplib", ftplib.FTP_TLS().context),
):
    print(f"{name:12} {context.verify_mode.name:14} host name checked: {context.check_hostname}")
