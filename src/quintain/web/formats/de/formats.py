"""The day is an ordinal number, which German writes with a dot."""

DATE_FORMAT = "j. F Y"
SHORT_DATE_FORMAT = "j. M Y"
DATETIME_FORMAT = "j. F, H:i"
SHORT_DATETIME_FORMAT = "j. M H:i"
