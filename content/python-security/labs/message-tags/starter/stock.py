"""The catalogue of the shop: title, price in cents, and the code of the locker where the pieces are."""

CATALOGUE = {
    "4": ("Gasket", 200, "${gasket_code}"),
    "12": ("Pipe clip", 50, "${clip_code}"),
    "41": ("Circulation pump", 89_000, "${pump_code}"),
}

CARDS = {"3141592": 3_000, "${company_card}": 500_000}
"""How many cents each card may pay at once."""
