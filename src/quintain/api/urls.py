"""Addresses of the API, of its description, and of the pages of tokens."""

from django.urls import include, path

from quintain.api import service, views

urlpatterns = [
    path("api/", views.reference, name="api-reference"),
    path("api/openapi.json", views.document, name="api-document"),
    path("account/tokens/", views.tokens, name="api-tokens"),
    path("account/tokens/<uuid:token>/revoke", views.revoke, name="revoke-api-token"),
    path("api/v1/", include((service.patterns(), "api-v1"))),
]
