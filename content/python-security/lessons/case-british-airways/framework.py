"""The policy of this lesson in Django and in Flask, and a script tag with the hash of the build."""

import django
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils.csp import CSP
from flask import Flask
from page import GOOD, integrity

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "report-uri": "/csp",
}
MIDDLEWARE = ["django.middleware.csp.ContentSecurityPolicyMiddleware"]

app = Flask(__name__)


@app.after_request
def policy(response):
    response.headers["Content-Security-Policy"] = "default-src 'self'; form-action 'self'; report-uri /csp"
    return response


def script_tag(src: str, built: bytes) -> str:
    return f'<script src="{src}" integrity="{integrity(built)}"></script>'


def pay(_=None):
    return HttpResponse(script_tag("/static/modernizr.js", GOOD))


urlpatterns = [path("pay", pay)]
app.get("/pay")(lambda: script_tag("/static/modernizr.js", GOOD))

if __name__ == "__main__":
    settings.configure(ROOT_URLCONF=__name__, MIDDLEWARE=MIDDLEWARE, SECURE_CSP=SECURE_CSP, ALLOWED_HOSTS=["*"])
    django.setup()
    for name, client in (("Django", Client()), ("Flask", app.test_client())):
        response = client.get("/pay")
        print(f"{name:<8}{response.headers['Content-Security-Policy']}")
        print(f"{'':<8}{response.text[:66]}…")
