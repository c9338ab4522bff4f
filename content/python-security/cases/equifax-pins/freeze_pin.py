"""How many PINs of ten digits were possible? One is made of the time, as in 2017, and one is drawn at random."""

import secrets
from datetime import UTC, datetime, timedelta


def pin_of_time(now):
    return f"{now:%m%d%y%H%M}"


def random_pin():
    return f"{secrets.randbelow(10**10):010}"


def pins_of(days):
    """Return each PIN that somebody could get in so many days from the announcement on."""
    announced = datetime(2017, 9, 7, tzinfo=UTC)
    return {pin_of_time(announced + timedelta(minutes=minute)) for minute in range(days * 24 * 60)}


def main():
    print("a freeze on 9 September 2017 at 15:30:", pin_of_time(datetime(2017, 9, 9, 15, 30, tzinfo=UTC)))
    print(f"PINs of a known day:                  {len(pins_of(1)):>14,}")
    print(f"PINs of 7 to 11 September 2017:       {len(pins_of(5)):>14,}")
    print(f"PINs of a year:                       {len(pins_of(365)):>14,}")
    print(f"random PINs:                          {10 ** len(random_pin()):>14,}")


if __name__ == "__main__":
    main()
