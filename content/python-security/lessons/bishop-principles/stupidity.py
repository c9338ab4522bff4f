"""One caller passes a string where a list is meant."""


def may_delete(roles):
    """Whether one of these roles may delete."""
    return "admin" in roles


def may_delete_robust(roles):
    """Whether one of these roles may delete; anything but a list of strings is refused."""
    if type(roles) is not list or not all(type(role) is str for role in roles):
        raise TypeError("roles must be a list of strings")
    return "admin" in roles


def shown(check, roles):
    """Return the answer of a check, or the name of its exception."""
    try:
        return str(check(roles))
    except TypeError as error:
        return f"TypeError: {error}"


for given in ["reader"], ["admin"], "badminton":
    print(f"{given!r:14}{shown(may_delete, given):7}{shown(may_delete_robust, given)}")
