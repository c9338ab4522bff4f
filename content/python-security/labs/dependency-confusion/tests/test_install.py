"""What the deploying machine installs: ours from the company's index, everyone's from the public one."""


def word(rng):
    return "".join(rng.choices("abdefghiklmnoprstuvz", k=7))


def release(box, requirements, files):
    """Plant what a release brings: what it needs, and the lock file of the developer who tried it."""
    box.write("requirements.txt", "".join(f"{each}\n" for each in requirements))
    box.write("requirements.lock", "".join(f"{each.locked}\n" for each in files))


def package(index, rng, name, version, requires=()):
    """Offer a package with one module; return its file, and the word that tells it from all others."""
    module, mark = name.lower().replace("-", "_"), word(rng)
    wheel = index.offer(name, version, {f"{module}.py": f"MARK = {mark!r}\n"}, requires=requires)
    return wheel, mark


def installed(box, name):
    """Give the word of what has been installed under this name."""
    module = name.lower().replace("-", "_")
    ran = box.python(f"import {module}; print({module}.MARK)")
    assert ran.code == 0, ran.err.decode()
    return ran.out.decode().strip()


def indexes(box):
    company, public = box.index("company"), box.index("public")
    company.owns("lantern-")
    return company, public


def test_release_with_all_it_needs(box, rng):
    """A release gets its packages, ours and public ones, with all that these need."""
    company, public = indexes(box)
    core, billing, oak, pine = f"lantern-{word(rng)}", f"lantern-{word(rng)}", word(rng), f"{word(rng)}-{word(rng)}"
    wheels = {
        core: package(company, rng, core, "1.1.0"),
        pine: package(public, rng, pine, "0.9"),
        oak: package(public, rng, oak, "2.4.1", [f"{pine}>=0.5"]),
        billing: package(company, rng, billing, "1.2.0", [f"{core}>=1", f"{oak}>=2"]),
    }
    release(box, [f"{billing}>=1.2"], [wheel for wheel, _ in wheels.values()])
    assert box.install().code == 0
    for name, (_, mark) in wheels.items():
        assert installed(box, name) == mark


def test_next_release_and_back(box, rng):
    """A new version of ours comes with the next release, and goes when that is taken back."""
    company, public = indexes(box)
    ours, oak, gone = f"lantern-{word(rng)}", word(rng), word(rng)
    old, old_mark = package(company, rng, ours, "1.2.0")
    left, _ = package(public, rng, gone, "3.0")
    release(box, [f"{ours}==1.2.0", gone], [old, left])
    assert box.install().code == 0
    assert installed(box, ours) == old_mark
    new, new_mark = package(company, rng, ours, f"1.{rng.randrange(3, 60)}.0")
    tree, mark = package(public, rng, oak, "5.0")
    release(box, [f"{ours}=={new.version}", oak], [new, tree])
    assert box.install().code == 0
    assert (installed(box, ours), installed(box, oak)) == (new_mark, mark)
    assert box.python(f"import {gone}").code != 0
    release(box, [f"{ours}==1.2.0"], [old])
    assert box.install().code == 0
    assert installed(box, ours) == old_mark


def test_newest_that_is_asked_for(box, rng):
    """Of several versions, the release gets the newest in its range."""
    company, public = indexes(box)
    ours, oak = f"lantern-{word(rng)}", word(rng)
    for version in ("1.2.0", "2.0"):
        package(company, rng, ours, version)
        package(public, rng, oak, version)
    own, own_mark = package(company, rng, ours, "1.10.0")
    other, mark = package(public, rng, oak, "1.10.0")
    release(box, [f"{ours}>=1.2,<2", f"{oak}>=1.2,<2"], [own, other])
    assert box.install().code == 0
    assert (installed(box, ours), installed(box, oak)) == (own_mark, mark)


def test_public_names_that_sound_like_ours(box, rng):
    """A lanternfish is no lantern-fish: public packages may be called nearly like ours, and hold a name of ours."""
    company, public = indexes(box)
    ours, version = f"lantern-{word(rng)}", f"{rng.randrange(1, 60)}.0"
    names = [f"lantern{word(rng)}", f"{word(rng)}-lantern-{word(rng)}", f"{word(rng)}-lantern", f"{word(rng)}-{ours}"]
    wheels = {name: package(public, rng, name, version) for name in names}
    wheels[ours] = package(company, rng, ours, version)
    release(box, wheels, [wheel for wheel, _ in wheels.values()])
    assert box.install().code == 0
    for name, (_, mark) in wheels.items():
        assert installed(box, name) == mark


def test_names_in_other_spellings(box, rng):
    """A name may be written with capitals, dots and underscores."""
    company, public = indexes(box)
    ours, oak = f"lantern-{word(rng)}-{word(rng)}", f"{word(rng)}-{word(rng)}"
    own, own_mark = package(company, rng, ours, "1.2.0")
    other, mark = package(public, rng, oak, "2.0")
    release(box, [ours.title().replace("-", "_"), oak.upper().replace("-", ".")], [own, other])
    assert box.install().code == 0
    assert (installed(box, ours), installed(box, oak)) == (own_mark, mark)


def test_what_nobody_has_is_an_error(box, rng):
    """A package that no index has is an error, public or ours."""
    for index, name in zip(indexes(box), (f"lantern-{word(rng)}", word(rng)), strict=True):
        wheel, _ = package(index, rng, name, "1.0")
        index.withdraw(name)
        release(box, [f"{name}==1.0"], [wheel])
        assert box.install().code != 0
