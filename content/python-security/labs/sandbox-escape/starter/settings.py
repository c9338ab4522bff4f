"""Settings of the carrier. The rules of the shops must not see or change them."""

FUEL = 35  # the surcharge of the month, in cents
LEAST, MOST = 100, 50_000  # what a parcel may cost, in cents
PARTNER_KEY = "${partner_key}"
OFFICE_PASSWORD = "${office_password}"
