"""A name that somebody else has taken in public stops no release."""


def word(rng):
    return "".join(rng.choices("abdefghiklmnoprstuvz", k=7))


def test_release_goes_on_beside_a_squatter(box, rng):
    """The release gets the company's package, though the public index offers another of its name."""
    company, public = box.index("company"), box.index("public")
    company.owns("lantern-")
    ours, oak, mark = f"lantern-{word(rng)}", word(rng), word(rng)
    module = ours.replace("-", "_")
    own = company.offer(ours, "1.2.0", {f"{module}.py": f"MARK = {mark!r}\n"}, requires=[f"{oak}>=1"])
    other = public.offer(oak, "1.0", {f"{oak}.py": ""})
    for version in ("1.2.0", f"{rng.randrange(20, 99)}.0"):
        public.offer(ours, version, {f"{module}.py": "MARK = 'strange'\n"})
    box.write("requirements.txt", f"{ours}>=1.2\n")
    box.write("requirements.lock", f"{own.locked}\n{other.locked}\n")
    assert box.install().code == 0
    assert box.python(f"import {oak}, {module}; print({module}.MARK)").out.decode().strip() == mark
