"""An account: nobody may withdraw more than there is."""

from decimal import Decimal

CENT = Decimal("0.01")


class Account:
    def __init__(self) -> None:
        self.balance = Decimal("100.00")

    def withdraw(self, text: str) -> None:
        amount = Decimal(text)
        if not (amount.is_finite() and 0 < amount <= self.balance):
            raise ValueError("refused")
        if amount != amount.quantize(CENT):
            raise ValueError("refused")
        self.balance -= amount


if __name__ == "__main__":
    account = Account()
    for text in ("30", "-5", "1000", "inf", "nan", "1000"):
        try:
            account.withdraw(text)
            answer = "allowed"
        except (ValueError, ArithmeticError) as error:
            answer = str(error)
        print(f"{text:5} {answer:8} balance {account.balance}")
