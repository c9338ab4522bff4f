"""One endpoint of a payment provider, in Django and in Flask. The tag covers the raw bytes of the body."""

import hashlib
import hmac
import json
import logging

import django
from django.conf import settings
from django.http import JsonResponse
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from flask import Flask, abort, request

KEY = b"a key from the secret store"


def accept(body, tag):
    return hmac.compare_digest(tag.encode(), hmac.new(KEY, body, hashlib.sha256).hexdigest().encode())


@csrf_exempt
@require_POST
def django_paid(request):
    if not accept(request.body, request.headers.get("X-Tag", "")):
        return JsonResponse({"error": "wrong tag"}, status=403)
    return JsonResponse({"order": json.loads(request.body)["order"]})


app = Flask(__name__)


@app.post("/paid")
def flask_paid():
    body = request.get_data()
    if not accept(body, request.headers.get("X-Tag", "")):
        abort(403)
    return {"order": json.loads(body)["order"]}


urlpatterns = [path("paid", django_paid)]

if __name__ == "__main__":
    logging.disable()  # the refused requests
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"], LOGGING_CONFIG=None)
    django.setup()
    body = b'{"order": 4711, "paid": true}'
    tag = hmac.new(KEY, body, hashlib.sha256).hexdigest()
    sent = {
        "genuine": (body, {"X-Tag": tag}),
        "changed body": (body + b" ", {"X-Tag": tag}),
        "changed tag": (body, {"X-Tag": "0" * 64}),
        "no tag": (body, {}),
        "tag of é": (body, {"X-Tag": "é" * 64}),
    }
    for name, (data, headers) in sent.items():
        one = Client().post("/paid", data, content_type="application/json", headers=headers)
        other = app.test_client().post("/paid", data=data, headers=headers)
        print(f"{name:14}{one.status_code:5}{other.status_code:5}")
