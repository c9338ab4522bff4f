"""One handler for all unexpected errors, in Flask and in Django: problem details (RFC 9457) with a random id."""

import io
import json
import logging
from http import HTTPStatus
from uuid import uuid4

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from flask import Flask
from werkzeug.exceptions import HTTPException

log = logging.getLogger("shop")


def problem(status: int) -> tuple[str, int, dict[str, str]]:
    """Return body, status and headers of problem details; the reason is only in the log, under the same id."""
    instance = uuid4().urn
    write = log.exception if status >= 500 else log.warning
    write("%s %s", status, instance)
    body = {"title": HTTPStatus(status).phrase, "status": status, "instance": instance}
    return json.dumps(body), status, {"Content-Type": "application/problem+json"}


def create() -> Flask:
    app = Flask(__name__)

    @app.errorhandler(Exception)
    def failed(error: Exception) -> tuple[str, int, dict[str, str]]:
        return problem((error.code or 500) if isinstance(error, HTTPException) else 500)

    @app.get("/pay")
    def pay() -> str:
        raise ConnectionError("bank.internal:8443 refused the user shop_rw")

    return app


def handler500(_request: HttpRequest) -> HttpResponse:
    body, status, headers = problem(500)
    return HttpResponse(body, status=status, headers=headers)


def pay(_request: HttpRequest) -> HttpResponse:
    raise ConnectionError("bank.internal:8443 refused the user shop_rw")


urlpatterns = [path("pay", pay)]

if __name__ == "__main__":
    written = io.StringIO()
    log.addHandler(logging.StreamHandler(written))
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"], LOGGING_CONFIG=None)
    django.setup()
    logging.getLogger("django").disabled = logging.getLogger("django.request").disabled = True
    client = create().test_client()
    responses = {
        "Flask": (client.get("/pay").text, client.get("/nothing").text),
        "Django": (Client(raise_request_exception=False).get("/pay").content.decode(),),
    }
    for name, texts in responses.items():
        for text in texts:
            found = json.loads(text)
            in_log = found["instance"] in written.getvalue()
            found["instance"] = "urn:uuid:…"
            print(f"{name}: {json.dumps(found, ensure_ascii=False)} id in the log: {in_log}")
    print("the reason is in the log:     ", "bank.internal" in written.getvalue())
    print("the reason is in the response:", "bank.internal" in str(responses))
