"""The attacker is zoe: she signs in to several services, and gets the newsletter."""


def scene(box, canary, rng):
    def sign_in(name, password, *audiences):
        """Return a token for these services."""
        return box.call("signin:sign_in", name, password, *audiences)

    def newsletter():
        """Return the newsletter to zoe."""
        return box.call("signin:newsletter", "zoe")

    def public_keys():
        """Return the public keys by their names, as everybody may have them."""
        return box.call("signin:public_keys")

    return {"sign_in": sign_in, "newsletter": newsletter, "public_keys": public_keys}
