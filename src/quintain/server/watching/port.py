"""The port for those who watch a process, as the operator names it. Knows no Django."""

import os
import socket
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from quintain.server.starting import StartRefused, bind

PORT: Final = "QUINTAIN_METRICS_PORT"
HOST: Final = "QUINTAIN_METRICS_HOST"
LOOPBACK: Final = "127.0.0.1"
MOST: Final = 65535


def bind_watch_port(port: int | None, environment: Mapping[str, str] = os.environ) -> socket.socket | None:
    """Listen at the port that a command or the environment names, at the loopback address unless that names another.

    Raises:
        StartRefused: It is no port, or taken, or what makes figures is not installed.

    """
    text = str(port) if port is not None else environment.get(PORT, "").strip()
    if not text:
        return None
    if not (text.isdecimal() and 0 < int(text) <= MOST):
        raise StartRefused(f"{PORT} is {text[:20]!a}, which is no port.", f"Name one from 1 to {MOST}, such as 9132.")
    if find_spec("prometheus_client") is None:
        raise StartRefused("Figures for Prometheus need a package that is not installed.", "Install quintain[grown].")
    os.environ[PORT] = text
    return bind(environment.get(HOST, "").strip() or LOOPBACK, int(text))
