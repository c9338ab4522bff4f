"""Two rules for new passwords, and what they say of six."""

# A real list has thousands.
COMMON = {"password1!", "123456789012345", "qwertyuiopasdfg", "summer2026!", "passwordpassword"}


def composition(password):
    """The old rule: 8 characters, and one of each kind."""
    kinds = [str.islower, str.isupper, str.isdigit, lambda each: not each.isalnum()]
    return len(password) >= 8 and all(any(kind(each) for each in password) for kind in kinds)


def long_and_unknown(password, has_second_factor=False):
    """NIST SP 800-63B-4: length, and a list of passwords that attackers try first."""
    least = 8 if has_second_factor else 15
    return len(password) >= least and password.lower() not in COMMON


if __name__ == "__main__":
    print(f"{'':28}old rule  NIST")
    tried = ["Password1!", "Summer2026!", "x9$Kq2", "orbit lantern walnut"]
    for each in [*tried, "passwordpassword", "дождь над рекой весной"]:
        row = ["yes" if rule(each) else "no" for rule in (composition, long_and_unknown)]
        print(f"{each:28}{row[0]:10}{row[1]}")
