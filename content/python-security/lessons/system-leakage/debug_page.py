"""Ask a small Django site two questions that fail, with DEBUG on and off, and keep what its answers tell."""

import html
import json
import logging
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

SECRET = "demo-7Q2F9X4K"
PLACES = {str(Path(__file__).parent): "/srv/shop", sys.prefix: "/srv/shop/.venv", sys.base_prefix: "/usr"}


def balance(_request: HttpRequest, account: str) -> HttpResponse:
    token = SECRET
    return HttpResponse(ask_bank(account, token))


def ask_bank(account: str, token: str) -> str:
    raise ConnectionError(f"bank.internal:8443 refused the user shop_rw for {account}")


def export(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("all orders")


def failed(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("Something went wrong. Our support can find it under id-1.", status=500)


handler500 = failed
urlpatterns = [path("balance/<str:account>/", balance), path("staff-7c1/export/", export)]


def answer(address: str, *, debug: bool) -> str:
    with override_settings(DEBUG=debug):
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = "s3ss10n"
        text = client.get(address).content.decode()
    for place, shown in PLACES.items():
        text = text.replace(place, shown)
    return text


def parts(address: str = "/balance/ac-17/", missing: str = "/nothing/") -> Mapping[str, str]:
    """Return pieces of the answers, each as it is on the page."""
    page, lost = answer(address, debug=True), answer(missing, debug=True)

    def piece(pattern: str, text: str = page) -> str:
        found = re.search(pattern, text, re.DOTALL)
        if found is None:
            raise LookupError(pattern)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1])).split())

    return {
        "error": piece(r'<pre class="exception_value">(.*?)</pre>'),
        "versions": piece(r"Django Version:</th>\s*<td>(.*?)</td>"),
        "python": piece(r"Python Version:</th>\s*<td>(.*?)</td>"),
        "executable": piece(r"Python Executable:</th>\s*<td>(.*?)</td>"),
        "frame": piece(r'<code class="fname">(/srv/shop/debug_page\.py)</code>, line \d+, in ask_bank'),
        "source": piece(r"<pre>\s*(raise ConnectionError[^<]*)"),
        "local": piece(r"<td>token</td>\s*<td class=\"code\"><pre>(.*?)</pre>"),
        "cookie": piece(r"<td>HTTP_COOKIE</td>\s*<td class=\"code\"><pre>(.*?)</pre>"),
        "password": piece(r"<td>BANK_TOKEN</td>\s*<td class=\"code\"><pre>(.*?)</pre>"),
        "url": piece(r"<td>BROKER_URL</td>\s*<td class=\"code\"><pre>(.*?)</pre>"),
        "routes": piece(r"<ol>(.*?)</ol>", lost),
        "generic": answer(address, debug=False),
        "lost": piece(r"<h1>(.*?)</h1>", answer(missing, debug=False)),
    }


settings.configure(
    ALLOWED_HOSTS=["testserver"],
    BANK_TOKEN=SECRET,
    BROKER_URL=f"amqp://shop:{SECRET}@mq.internal",
    LOGGING_CONFIG=None,
    ROOT_URLCONF=__name__,
    SECRET_KEY="only for this script",
)
django.setup()
logging.disable()

if __name__ == "__main__":
    found = parts()
    if sys.argv[1:] == ["--json"]:
        print(json.dumps(found))
    else:
        for name in ("error", "source", "local", "cookie", "password", "url", "routes", "generic", "lost"):
            print(f"{name:9} {found[name]}")
