"""Addresses of raised hands."""

from django.urls import path

from quintain.helpqueue import views

urlpatterns = [
    path("classes/<uuid:class_id>/hand/", views.hand, name="hand"),
    path("classes/<uuid:class_id>/hands/<int:hand>/take", views.take, name="take-hand"),
    path("classes/<uuid:class_id>/hands/<int:hand>/lower", views.lower, name="lower-hand"),
    path("classes/<uuid:class_id>/hands/<int:hand>/answer", views.answer, name="answer-hand"),
    path("classes/<uuid:class_id>/hands/<int:hand>/read", views.read_answer, name="read-answer"),
    path("classes/<uuid:class_id>/questions/", views.questions, name="questions"),
]
