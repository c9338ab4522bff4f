"""Addresses of the page kit."""

from django.urls import path

from quintain.web import views

urlpatterns = [path("healthz", views.health, name="health")]
