"""The address of the look."""

from django.urls import path

from quintain_design import views

urlpatterns = [path("design/", views.design, name="design")]
