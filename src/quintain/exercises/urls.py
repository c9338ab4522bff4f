"""Addresses of exercises."""

from django.urls import path

from quintain.exercises import views

urlpatterns = [
    path("exercises/<uuid:exercise_id>/answers", views.answer, name="answer-exercise"),
    path("exercises/<uuid:exercise_id>/shown", views.show, name="show-element"),
]
