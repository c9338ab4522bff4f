"""The addresses of sockets."""

from typing import Any

from django.urls import path

from quintain.attempts.live import LabSocket

socket: Any = LabSocket.as_asgi()  # Django's path() is typed for views alone
routes: Any = [path("live/labs/<slug:lab>", socket)]  # URLRouter is typed for patterns that only it makes
