"""Addresses of the course."""

from django.urls import path

from quintain.catalog import views

urlpatterns = [
    path("", views.home, name="home"),
    path("topics/<slug:topic>/", views.topic, name="topic"),
    path("topics/<slug:topic>/read", views.read, name="read"),
    path("topics/<slug:topic>/notes/", views.notes, name="notes"),
    path("topics/<slug:topic>/slides/", views.slides, name="slides"),
    path("topics/<slug:topic>/slides/presenter/", views.presenter, name="presenter"),
    path("cases/<slug:case>/", views.case, name="case"),
    path("exhibits/<slug:exhibit>/<slug:stamp>.js", views.drawing, name="drawing"),
    path("glossary/", views.glossary, name="glossary"),
    path("search/", views.search, name="search"),
    path("search/results/", views.search_results, name="search-results"),
    path("timetable/", views.timetable, name="timetable"),
    path("preview/", views.preview, name="preview"),
]
