"""A verifier that accepts codes from five minutes before to five minutes after."""

import pyotp

WINDOW = 10
PHONE = pyotp.TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
SHOWN = 1_800_000_000  # the second at which the phone begins to show the code


def accepts(code, now):
    return PHONE.verify(code, for_time=now, valid_window=WINDOW)


def main():
    code = PHONE.at(SHOWN)
    seconds = [late for late in range(-600, 600) if accepts(code, SHOWN + late)]
    print(f"the code {code} works from second {seconds[0]} to second {seconds[-1]}: {len(seconds)} seconds")
    right = {each for each in map(PHONE.at, range(SHOWN - 600, SHOWN + 600, 30)) if accepts(each, SHOWN)}
    print(f"codes that are right at one moment: {len(right)} of 1,000,000")
    print("used once: ", accepts(code, SHOWN + 10))
    print("used twice:", accepts(code, SHOWN + 20))


if __name__ == "__main__":
    main()
