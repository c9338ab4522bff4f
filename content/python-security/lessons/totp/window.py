"""A phone, and how long and how often a verifier accepts its codes."""

import pyotp

STEP_SECONDS = 30
PHONE = pyotp.TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
SHOWN = 1_800_000_000  # the second at which the phone begins to show the code


def measure(verify):
    code = PHONE.at(SHOWN)
    seconds = [late for late in range(-600, 600) if verify(code, SHOWN + late)]
    print(f"the code {code} works from second {seconds[0]} to second {seconds[-1]}: {len(seconds)} seconds")
    right = {each for each in map(PHONE.at, range(SHOWN - 600, SHOWN + 600, 30)) if verify(each, SHOWN)}
    print(f"codes that are right at one moment: {len(right)} of 1,000,000")


def use_twice(accepts):
    code = PHONE.at(SHOWN)
    print("used once: ", accepts(code, SHOWN + 10))
    print("used twice:", accepts(code, SHOWN + 20))
