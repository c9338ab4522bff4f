"""Addresses of pair sessions."""

from django.urls import path

from quintain.coedit import views

urlpatterns = [
    path("classes/<uuid:class_id>/students/<uuid:person>/pair", views.ask, name="ask-to-pair"),
    path("pair/<uuid:session_id>/", views.pair, name="pair"),
    path("pair/<uuid:session_id>/answer", views.answer, name="answer-pairing"),
    path("pair/<uuid:session_id>/end", views.end, name="end-pairing"),
    path("labs/<slug:lab>/pairing", views.part, name="pairing"),
]
