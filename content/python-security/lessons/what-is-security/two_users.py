"""An endpoint that returns an account to any user who is logged in."""

ACCOUNTS = {"ann": "Ann, 5 High Street", "ben": "Ben, 9 Mill Lane"}


def account(logged_in, wanted):
    if logged_in not in ACCOUNTS:
        raise PermissionError
    return ACCOUNTS[wanted]


def refuses(logged_in, wanted):
    try:
        account(logged_in, wanted)
    except PermissionError:
        return True
    return False


if __name__ == "__main__":
    print("Ann reads her account:           ", not refuses("ann", "ann"))
    print("a stranger is refused:           ", refuses("stranger", "ann"))
    print("Ann is refused Ben's account:    ", refuses("ann", "ben"))
