"""Send an endpoint the texts that are numbers, but no amounts, and see what is left of the balance."""

import after
import before

TEXTS = ("nan", "NaN", "-nan", "inf", "-inf", "Infinity", "1e999", "1e-400", "-0.0", "1e30000")


def accepted(module) -> list[str]:
    found = []
    for text in TEXTS:
        account = module.Account()
        try:
            account.withdraw(text)
        except (ValueError, ArithmeticError):
            continue
        found.append(f"{text} (balance {account.balance})")
    return found


if __name__ == "__main__":
    for module in (before, after):
        print(f"{module.__name__:6} accepts:", ", ".join(accepted(module)) or "nothing")
