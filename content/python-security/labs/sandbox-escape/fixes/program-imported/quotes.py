"""What a parcel costs. Each shop has a rule of its own for its parcels."""

import rules
import settings

BASE = {"local": 390, "country": 590, "abroad": 1490}  # cents


def base(zone):
    """Return the usual price for a zone, in cents."""
    return BASE[zone] + settings.FUEL


def quote(rule, parcel):
    """Return price and note for a parcel (weight, zone, value, fragile), by the rule of its shop."""
    price, note = rules.run(rule, {**parcel, "price": base(parcel["zone"])})
    cents = round(price)
    if not settings.LEAST <= cents <= settings.MOST:
        raise ValueError("This price is not possible.")
    if type(note) is not str or len(note) > 60:
        raise ValueError("A note is a text of at most 60 characters.")
    return {"cents": cents, "note": note}
