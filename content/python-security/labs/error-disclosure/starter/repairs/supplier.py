"""The supplier of parts. Here it is simulated: the file supplier.txt says if it is up, or down, or answers with HTML."""

from urllib.parse import quote

from repairs import config

CENTS = {"chain": 2490, "brake pads": 1290, 'Schlauch 28"': 790}


class SupplierError(Exception):
    """The supplier has answered with an error."""


def ask(path):
    """Send a request to the supplier, and return what it answers."""
    url = f"{config.SUPPLIER_URL}/{quote(path)}?key={config.SUPPLIER_KEY}"
    state = (config.ROOT / "supplier.txt").read_text().strip()
    if state == "down":
        raise SupplierError(f"503 Server Error: Service Unavailable for url: {url}")
    if state == "html":
        raise ValueError(f"the answer of {url} is not JSON: '<html><title>Maintenance</title>'")
    kind, _, name = path.partition("/")
    if kind == "parts" and name not in CENTS:
        raise SupplierError(f"404 Client Error: Not Found for url: {url}")
    return CENTS.get(name)


def price(name):
    """Return the price of a part in cents."""
    return ask(f"parts/{name}")


def ping():
    """Raise an error if the supplier cannot be reached."""
    ask("ping")
