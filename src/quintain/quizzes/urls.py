"""Addresses of questions."""

from django.urls import path

from quintain.quizzes import views

urlpatterns = [
    path("questions/<uuid:question>/answers", views.answer, name="answer"),
    path("questions/<uuid:question>/explanations", views.explain, name="explain"),
]
