"""What two of the questions ask."""

import json

if __name__ == "__main__":
    try:
        int("9" * 5000)
    except ValueError as error:
        print(type(error).__name__, "-", str(error).partition(" for")[0])
    order = json.loads('{"quantity": true}')
    quantity = order["quantity"]
    print(isinstance(quantity, int), quantity * 5, type(quantity) is int)
