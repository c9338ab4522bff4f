"""Nothing that is typed is taken for a hash any more."""

from helpers import person


def test_password_of_forty_hexadecimal_digits(box, canary, rng):
    """A password may look like a hash. It is a password like any other."""
    for length in (32, 40, 64):
        name, password = person(rng), f"{rng.getrandbits(256):064x}"[:length]
        box.call("accounts:join", name, password)
        assert box.call("desk:open_cabinet", name, password) == canary.cabinet_code
        assert box.call("accounts:sign_in", name, password[:-1]) is False
