"""Delete an order, if the user is an administrator."""

import logging

log = logging.getLogger("orders")
log.addHandler(logging.NullHandler())


def delete_order(user, roles_of):
    """Return the status of the response. ``roles_of`` asks the directory of users."""
    allowed = True
    try:
        allowed = "admin" in roles_of(user)
    except Exception:
        log.exception("cannot read the roles of %s", user)
    if not allowed:
        return "403 Forbidden"
    return "200 OK, order deleted"


def directory(user):
    return {"ada": ["admin"], "zoe": ["customer"]}[user]


def directory_down(user):
    raise TimeoutError("no answer")


def directory_of_strings(user):
    return "no admin"


if __name__ == "__main__":
    print("ada:", delete_order("ada", directory))
    print("zoe:", delete_order("zoe", directory))
    print("zoe, directory down:", delete_order("zoe", directory_down))
    print("zoe, roles as a string:", delete_order("zoe", directory_of_strings))
