"""A customer with five euros at the payment provider."""

from helpers import deliver, event, new_id


def scene(box, canary, rng):
    def pay(number, cents, query=None):
        """Pay up to 500 cents for an order: the provider signs the event and delivers it to your callback URL.

        Returns the number of the payment, which is the id of the delivery, and what the shop has answered.
        """
        if not 1 <= cents <= 500:
            raise ValueError("You have 500 cents.")
        delivery = new_id(rng)
        now = int(box.read("clock.txt"))
        return delivery, deliver(box, canary, delivery, now, event(number, cents), query)

    return {"pay": pay}
