"""An account: nobody may withdraw more than there is."""


class Account:
    def __init__(self) -> None:
        self.balance = 100.0

    def withdraw(self, text: str) -> None:
        amount = float(text)
        if amount <= 0 or amount > self.balance:
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
