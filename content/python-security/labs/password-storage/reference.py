"""Hash each password of the list once, and look for the hashes in the stolen file."""

import json
from hashlib import sha1

from target import common_passwords, members_file, open_cabinet

guesses = {sha1(guess.encode()).hexdigest(): guess for guess in common_passwords()}
for name, member in json.loads(members_file()).items():
    if member.get("password") in guesses:
        print(open_cabinet(name, guesses[member["password"]]))
