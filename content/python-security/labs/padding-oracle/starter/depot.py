"""The depot of a parcel service: parcels come in, are scanned, and go out with a driver or at the machine in the hall."""

import hmac
import importlib
import itertools
import sys

import labels
from steps import Steps

ROUTES = ("north", "east", "south", "west")
DRIVER_PIN = "${driver_pin}"

parcels = {}
recipients = {}
numbers = itertools.count(1001)


def post(to, door, content):
    """Take in a parcel; return its number, its label, and the pickup label that its recipient gets.

    The driver needs the entry code of the building, so it is in the label. With a pickup label, anyone may collect the
    parcel at the machine.
    """
    number = next(numbers)
    label = labels.write({"parcel": str(number), "door": door, "to": to})
    pickup = labels.write({"parcel": str(number), "pickup": "yes", "to": to})
    parcels[number] = {"label": label, "content": content, "route": ROUTES[number % len(ROUTES)]}
    return {"number": number, "label": label, "pickup": pickup}


def hall():
    """Return what everybody sees in the hall: the labels of all parcels, by number."""
    return {number: parcel["label"] for number, parcel in parcels.items()}


def scan(many):
    """Scan up to 256 labels, as anybody can at the machine in the hall.

    Return for each an answer, and how many lines of Python ran for it. An attacker would measure the time instead.
    """
    return [_scan(label) for label in many[:256]]


def deliver(label, pin):
    """Return who gets a parcel, and the entry code of the building; for drivers."""
    if not hmac.compare_digest(pin.encode(), DRIVER_PIN.encode()):
        raise PermissionError("This is for drivers.")
    fields = labels.read(label)
    return {"to": fields["to"], "door": fields["door"]}


def pick_up(label):
    """Open the compartment of a parcel: return what is in it."""
    fields = labels.read(label)
    if fields.get("pickup") != "yes":
        raise PermissionError("This is not a pickup label.")
    return parcels[int(fields["parcel"])]["content"]


def pickup_label(pin):
    """Return the pickup label of a recipient, as the app shows it."""
    return recipients[pin]


def restart():
    """Load the program again, as after an update. Parcels and labels stay."""
    global labels
    for name in ("keys", "labels"):
        sys.modules.pop(name, None)
    labels = importlib.import_module("labels")


def _scan(label):
    with Steps() as steps:
        try:
            parcel = parcels.get(int(labels.read(label)["parcel"]))
            answer = f"route {parcel['route']}" if parcel else "unknown parcel"
        except labels.LabelError as error:
            answer = f"refused: {error}"
        except Exception as error:
            answer = f"failed: {type(error).__name__}"
    return answer, steps.count


recipients["${ivo_pin}"] = post("Ivo Brandt", "${ivo_door}", "${ivo_content}")["pickup"]
