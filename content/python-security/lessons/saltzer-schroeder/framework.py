"""Fail-safe defaults in Flask, and a cache that is not shared in Django."""

from django.conf import settings
from flask import Flask, request, session

settings.configure(ALLOWED_HOSTS=["testserver"])
from django.http import HttpResponse
from django.test import RequestFactory
from django.views.decorators.cache import cache_page
from django.views.decorators.vary import vary_on_cookie

app = Flask(__name__)
app.secret_key = "-"
PUBLIC = {"sign_in"}


@app.before_request
def refuse_unless_allowed():
    if request.endpoint not in PUBLIC and "user" not in session:
        return "sign in first", 401


@app.get("/sign-in")
def sign_in():
    return "a form"


@app.get("/salaries")
def salaries():
    return "5200, 3100"


@cache_page(60)
def shared(request):
    return HttpResponse(f"salary of {request.COOKIES['sessionid']}")


@cache_page(60)
@vary_on_cookie
def own(request):
    return HttpResponse(f"salary of {request.COOKIES['sessionid']}")


def fetched(view, user):
    """Return what a user with this cookie gets from a view of Django."""
    sent = RequestFactory(headers={"Cookie": f"sessionid={user}"}).get(f"/{view.__name__}")
    return view(sent).text


if __name__ == "__main__":
    client = app.test_client()
    for path in "/sign-in", "/salaries":
        print(f"{path:12}not signed in: {client.get(path).status_code}")
    for view in shared, own:
        print(f"{view.__name__:8}ada: {fetched(view, 'ada'):17}eve: {fetched(view, 'eve')}")
