"""Settings of the website. The words in ${…} are drawn anew each time it starts."""

BASE_URL = "https://lab.test"
SECRET_KEY = "${session_key}"  # signs the cookies; it is not in the database or its backup
SHORTEST_PASSWORD = 8
FIRST_MEMBERS = [
    ("Anna", "${anna}@mail.example", "${anna_password}", "${anna_contact}"),
    ("Zoe", "${zoe}@mail.example", "${zoe_password}", "${zoe_contact}"),
]
