"""The warden, and the nest that only the warden knows."""

NEST = "${nest}"


def is_warden(name, password):
    """Tell whether this is the warden."""
    return (name, password) == ("${warden}", "${warden_password}")
