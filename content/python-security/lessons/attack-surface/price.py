"""An order with a hidden price below zero; the number of copies is valid."""

from photos import order, trusting

if __name__ == "__main__":
    print("total in cents:", order(trusting, **{"hidden: price": "-500"})["total"])
