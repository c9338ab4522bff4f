"""The addresses of the portal."""

from django.urls import path

from portal import views

urlpatterns = [
    path("", views.index, name="index"),
    path("documents", views.document, name="document"),
    path("statements", views.send_statement, name="send-statement"),
    path("statements/read", views.read_statement, name="read-statement"),
]
