"""The house's server: two workers take turns. Each has loaded login.py for itself; only the database is shared."""

import importlib.util
import itertools
import sys
from pathlib import Path

import meeting


def worker(number):
    """Load login.py as a worker of its own."""
    name = f"login_{number}"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("login.py"))
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app


workers = itertools.cycle([worker(1), worker(2)])


def app(environ, start_response):
    """Give a visit to the worker whose turn it is."""
    with meeting.visit():
        return next(workers)(environ, start_response)
