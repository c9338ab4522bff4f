"""The customers of today. Later, a migration will read them from the old system."""

from press import store
from press.models import Role, User


def fill() -> None:
    store.users += [
        User("lee", "Anna Lee", Role.BUYER, "north", "north-key-1618"),
        User("olsen", "Per Olsen", Role.READER, "north", "reader-key-2718"),
        User("anna", "Anna Lee", Role.BUYER, "northgate", "${gate_buyer}"),
        User("anna.b", "Anna Brandt", Role.READER, "northgate", "${gate_reader}"),
        User("lindgren", "Maja Lindgren", Role.STAFF, "lindgren", "${staff}"),
    ]

    file = store.add_file("north", "menu.txt", "Soup, bread, and apple cake")
    order = store.add_order("north", "Menus", 40, "Quay 1, Northport", file)
    store.add_comment(order, "lee", "Please on thick paper.")

    file = store.add_file("northgate", "prices.txt", "New prices from May: ${prices}")
    order = store.add_order("northgate", "Price list", 900, "${street} Street 7", file)
    store.add_comment(order, "anna", "Not before the launch! ${remark}")
