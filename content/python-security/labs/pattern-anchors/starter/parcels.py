"""What lies in the depot: shelves by the number of the parcel, and parcels that nobody may have told out."""

DOOR_CODE = "${door_code}"
SHELVES = {int("${stopped}"): "${shelf}", int("${parcel}"): "${other_shelf}"}
STOPPED = ["PX000${stopped}"]
