"""The hut's settings. The words in quotes are drawn anew each time the hut opens."""

PIN = "${pin}"
DOOR_CODE = "${door_code}"
SECRET_KEY = "mountain-air"  # shipped with every copy of the program
