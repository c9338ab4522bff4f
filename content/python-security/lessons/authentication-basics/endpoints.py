"""Every endpoint of a Django project, those of include() and of class-based views too, asked without signing in."""

import re

import before
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import get_resolver, include, path
from django.views import View


def endpoints(patterns, prefix="/"):
    for each in patterns:
        address = prefix + re.sub(r"<[^>]+>", "7", str(each.pattern))
        if hasattr(each, "url_patterns"):
            yield from endpoints(each.url_patterns, address)
        else:
            yield address


def open_endpoints():
    found = []
    for address in endpoints(get_resolver().url_patterns):
        response = Client(raise_request_exception=False).get(address)
        to_login = response.headers.get("Location", "").startswith(resolve_url(settings.LOGIN_URL))
        if response.status_code not in {401, 403} and not to_login:
            found.append(f"{response.status_code} {address}")
    return found


class Report(View):
    def get(self, request, year):
        return HttpResponse("sales")


if __name__ == "__main__":
    settings.ROOT_URLCONF = (
        *before.urlpatterns,
        path("staff/", include([path("report/<int:year>", Report.as_view())])),
    )
    print("open:", *open_endpoints(), sep="\n  ")
