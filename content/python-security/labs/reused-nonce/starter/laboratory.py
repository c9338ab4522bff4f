"""A laboratory sends results and invoices to a practice, through a relay on the internet that everybody can read."""

import hashlib
import hmac
import sys
from importlib import import_module

import board

KEY = hashlib.sha256(b"${key}").digest()
DOCTOR_PIN = "${doctor_pin}"
RESULTS = {
    "ida": "Result for ida: ${result}",
    "mika": "Result for mika: glucose 5.1, sodium 140, iron 12.4",
}

sealers = []
relay = []
records = {}


def start():
    """Start the sealer, as each morning and after each power cut. It finds its files again, and nothing else."""
    board.power_on()
    sys.modules.pop("sealing", None)
    sealers.append(import_module("sealing").Sealer(KEY))


def send_letter(patient, text):
    """Send a letter about a patient, for example the answer to a question."""
    relay.append(sealers[-1].letter(patient, text))


def send_letters(patient, texts):
    """Send many letters, one after the other."""
    for text in texts:
        send_letter(patient, text)


def send_result(patient):
    """Send the result of a patient's blood test."""
    send_letter(patient, RESULTS[patient])


def send_invoice(number, patient, text):
    """Send an invoice. If it was wrong, it is sent again, corrected and with the same number."""
    relay.append(sealers[-1].invoice(number, patient, text))


def read_relay(last=None):
    """Return what was sent, oldest first: everything, or the last few. The relay is public."""
    return relay[-last:] if last else list(relay)


def receive(patient, sealed):
    """Open mail that has come to the practice from the relay, and put it into the patient's record."""
    text = sealers[-1].open(patient, sealed)
    records.setdefault(patient, []).append(text)


def read_record(pin, patient):
    """Return what is in a patient's record, for the doctor alone."""
    if not hmac.compare_digest(pin.encode(), DOCTOR_PIN.encode()):
        raise PermissionError("Only the doctor can read a record.")
    return list(records.get(patient, []))


start()
