"""Settings of the ferry line. The office's PIN is for the staff only."""

LINE = "Skerry Line"
OFFICE_PIN = "${office_pin}"
