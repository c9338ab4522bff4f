"""Addresses of questions."""

from django.urls import path

from quintain.quizzes import assessment_views, cards, views

urlpatterns = [
    path("assessment/", assessment_views.overview, name="assessment"),
    path("assessment/<slug:occasion>/", assessment_views.take_test, name="assessment-test"),
    path("assessment/<slug:occasion>/answers", assessment_views.keep_answer, name="assessment-answers"),
    path("assessment/<slug:occasion>/review/", assessment_views.review, name="assessment-review"),
    path("cards.txt", cards.cards, name="cards"),
    path("questions/<uuid:question_id>/answers", views.answer, name="answer"),
    path("questions/<uuid:question_id>/explanations", views.explain, name="explain"),
]
