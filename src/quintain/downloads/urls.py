"""Addresses of what can be taken home."""

from django.urls import path

from quintain.downloads import views

urlpatterns = [
    path("courseware/", views.courseware, name="courseware"),
    path("courseware/<slug:key>/", views.edition, name="courseware-edition"),
]
