"""Both ends have the key, so both can make the same signature."""

import hmac

KEY = b"shared by provider and shop"
WEBHOOK = b'{"order": 7, "cents": 12000, "currency": "EUR"}'


def sign(key, body):
    return hmac.new(key, body, "sha256").hexdigest()


if __name__ == "__main__":
    by_provider = sign(KEY, WEBHOOK)
    by_shop = sign(KEY, WEBHOOK)
    print("the shop can make the provider's signature:", by_shop == by_provider)
