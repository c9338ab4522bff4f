"""A check before every request in Flask, and a test in which the directory of users fails in several ways."""

import logging
from collections.abc import Callable

from flask import Flask, abort, request

log = logging.getLogger("orders")
type RolesOf = Callable[[str], list[str]]


def add_open_check(app: Flask, roles_of: RolesOf) -> None:
    @app.before_request
    def check() -> None:
        try:
            if "admin" not in roles_of(request.authorization.username):
                abort(403)
        except (TimeoutError, TypeError):
            log.exception("cannot read the roles")


def add_closed_check(app: Flask, roles_of: RolesOf) -> None:
    @app.before_request
    def check() -> None:
        try:
            roles = roles_of(request.authorization.username)
        except TimeoutError:
            log.exception("cannot read the roles")
            abort(503)
        if not isinstance(roles, list):
            raise TypeError("the roles are not a list")
        if "admin" not in roles:
            abort(403)


def down(_user: str) -> list[str]:
    raise TimeoutError("no response")


FAILURES: dict[str, RolesOf] = {
    "a customer": lambda user: ["customer"],
    "no response": down,
    "nothing": lambda user: None,
    "a string": lambda user: "no admin",
    "an unknown user": lambda user: {}[user],
}


def statuses(add_check: Callable[[Flask, RolesOf], None]) -> dict[str, int]:
    """Delete an order as a customer, once for each way in which the directory of users may fail."""
    found = {}
    for name, roles_of in FAILURES.items():
        app = Flask(__name__)
        app.add_url_rule("/orders/7", "delete", lambda: "deleted", methods=["DELETE"])
        add_check(app, roles_of)
        found[name] = app.test_client().delete("/orders/7", auth=("zoe", "secret")).status_code
    return found


if __name__ == "__main__":
    logging.disable()
    print("fails open:  ", statuses(add_open_check))
    print("fails closed:", statuses(add_closed_check))
