"""Addresses of what learners take home."""

from django.urls import path

from quintain.checklists import views

urlpatterns = [
    path("checklist/", views.checklist, name="checklist"),
    path("checklist/checklist.md", views.as_markdown, name="checklist-markdown"),
    path("checklist/rules/<str:name>", views.rules, name="checklist-rules"),
    path("labs/<slug:slug>/folder.zip", views.lab_folder, name="lab-folder"),
]
