"""A shop draws its reset codes."""

import secrets


def reset_code():
    return secrets.token_urlsafe(32)


if __name__ == "__main__":
    print("characters of a code:", len(reset_code()))
