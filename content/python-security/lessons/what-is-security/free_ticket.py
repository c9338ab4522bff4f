"""An empty purse, one ticket and a coupon of 100 percent."""

from shop import buy

if __name__ == "__main__":
    print("left in the purse:", buy(0, 1, 100))
