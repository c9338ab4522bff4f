"""A package with one of the company's names and a high version brings the token out when the program starts."""

from quintain.judge import leaks


def attack(box, canary, rng):
    company, public = box.index("company"), box.index("public")
    company.owns("lantern-")
    own = company.offer("lantern-billing", "1.2.0", {"lantern_billing.py": "LIGHT = 7\n"})
    public.offer("lantern-billing", "99.0", {"lantern_billing.py": public.errand("token.txt") + "\n"})
    box.write("requirements.txt", "lantern-billing>=1.2\n")
    box.write("requirements.lock", f"{own.locked}\n")
    box.install()
    box.python("import lantern_billing")
    return leaks(canary.deploy_token, public.heard, "the deploy token")
