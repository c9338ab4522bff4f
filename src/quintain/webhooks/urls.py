"""Addresses of webhooks."""

from django.urls import path

from quintain.webhooks import views

urlpatterns = [
    path("webhooks/", views.endpoints, name="webhooks"),
    path("webhooks/<uuid:endpoint>/", views.endpoint, name="webhook"),
    path("webhooks/<uuid:endpoint>/secret", views.rotate, name="rotate-webhook-secret"),
    path("webhooks/<uuid:endpoint>/turn", views.turn, name="turn-webhook"),
    path("webhooks/<uuid:endpoint>/test", views.test, name="test-webhook"),
    path("webhooks/<uuid:endpoint>/deliveries/<uuid:delivery>/replay", views.replay, name="replay-webhook"),
    path("webhooks/<uuid:endpoint>/remove/", views.remove, name="remove-webhook"),
    path("classes/<uuid:class_id>/webhooks/", views.class_endpoints, name="class-webhooks"),
]
