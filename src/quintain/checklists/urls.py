"""Addresses of what learners take home."""

from django.urls import path

from quintain.checklists import views

urlpatterns = [
    path("checklist/", views.checklist, name="checklist"),
    path("checklist/<str:name>", views.checklist_file, name="checklist-file"),
    path("labs/<slug:slug>/folder.zip", views.lab_folder, name="lab-folder"),
]
