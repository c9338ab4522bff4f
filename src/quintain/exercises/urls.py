"""Addresses of exercises."""

from django.urls import path

from quintain.exercises import views

urlpatterns = [
    path("exercises/<uuid:uuid>/answers", views.answer, name="answer-exercise"),
    path("exercises/<uuid:uuid>/shown", views.show, name="show-element"),
]
