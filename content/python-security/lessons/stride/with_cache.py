"""The shop with a cache: one more store, and a flow in each direction."""

from model import SHOP, Element, count

CACHE = [Element("cache", "store"), Element("to cache", "flow"), Element("from cache", "flow")]

if __name__ == "__main__":
    print("without the cache:", count(SHOP))
    print("with the cache:   ", count(SHOP + CACHE))
