"""The attacker is a customer: they order on the website, and send things back."""


def scene(box, canary, rng):
    def order(card, name, article, pieces, remark=""):
        """Order something, and return the slip."""
        return box.call("shop:order", card, name, article, pieces, remark)

    def send_back(card, number, name, remark=""):
        """Send an order back, and return the credit note."""
        return box.call("shop:send_back", card, number, name, remark)

    return {"order": order, "send_back": send_back}
