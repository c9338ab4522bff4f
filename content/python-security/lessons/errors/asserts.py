"""A check that is an assertion."""


def with_assert(user, roles_of):
    assert "admin" in roles_of(user)
    return True
