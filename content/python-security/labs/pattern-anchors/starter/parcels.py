"""What lies in the depot: shelves by the number of the parcel, and parcels about which nobody may be told anything."""

DOOR_CODE = "${door_code}"
SHELVES = {int("${stopped}"): "${shelf}", int("${parcel}"): "${other_shelf}"}
STOPPED = ["PX000${stopped}"]
