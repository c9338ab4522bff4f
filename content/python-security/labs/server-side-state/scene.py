"""A visitor with a gift card on which one cent is missing."""


def scene(box, canary, rng):
    def my_card():
        """Return the number of a gift card with 179.99 € on it."""
        return canary.card

    return {"my_card": my_card}
