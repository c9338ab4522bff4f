"""Delete an order, if the user is an administrator."""

import logging

log = logging.getLogger("orders")
log.addHandler(logging.NullHandler())


def delete_order(user, roles_of):
    """Return the status of the response. ``roles_of`` asks the directory of users."""
    try:
        roles = roles_of(user)
    except TimeoutError:
        log.exception("cannot read the roles of %s", user)
        return "503 Service Unavailable"
    if not isinstance(roles, list):
        log.error("the roles of %s are not a list", user)
        return "503 Service Unavailable"
    if "admin" not in roles:
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
