"""The command line.

parcels order NAME TOWN GRAMS    order a parcel and save its label
parcels track NUMBER             print the state of a parcel
parcels close DAY                close a day, and print how many parcels it has
parcels zone POSTCODE            print the zone of a postcode
"""

import json
import logging
import pkgutil
import sys
import traceback
from pathlib import Path

from parcels import config
from parcels.client import Carrier, CarrierError


def order(settings, name, town, grams):
    carrier = Carrier(settings)
    number = carrier.order(name, town, int(grams))
    settings.labels.mkdir(exist_ok=True)
    (settings.labels / f"{number}.txt").write_text(carrier.label(number))
    print(f"parcel {number} for {name}, {town}")


def zone(postcode):
    zones = json.loads(pkgutil.get_data("parcels", "zones.json"))
    print(zones.get(postcode[:1], "unknown"))


def obey(arguments):
    match arguments:
        case ["zone", postcode]:
            zone(postcode)
            return
        case ["order", _, _, grams] if grams.isdecimal():
            order(config.load(), *arguments[1:])
        case ["track", number] if number.isdecimal():
            print(Carrier(config.load()).state(number))
        case ["close", day]:
            print(Carrier(config.load()).close(day))
        case _:
            sys.exit(__doc__)


def crash_report(error):
    """Write a report that the branch sends to support."""
    Path("crash.txt").write_text("".join(traceback.format_exception(error)))


def main(arguments):
    """Obey the command line and return the exit status."""
    logging.basicConfig(filename="parcels.log", level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        obey(arguments)
    except CarrierError as error:
        logging.getLogger("parcels").error("%s", error)
        print(f"parcels: {error}", file=sys.stderr)
        return 1
    except Exception as error:
        crash_report(error)
        print("parcels: unexpected error, see crash.txt", file=sys.stderr)
        return 70
    return 0


def run():
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
