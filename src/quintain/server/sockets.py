"""The addresses of sockets."""

from django.urls import path

from quintain.attempts.live import LabSocket

routes = [path("live/labs/<slug:lab>", LabSocket.as_asgi())]
