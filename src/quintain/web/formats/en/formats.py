"""The day before the month, as most readers of English outside of one country write it."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j F, H:i"
SHORT_DATETIME_FORMAT = "j M H:i"
