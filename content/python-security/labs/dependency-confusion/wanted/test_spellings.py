"""A name is the same in every spelling, in the lock file too."""


def word(rng):
    return "".join(rng.choices("abdefghiklmnoprstuvz", k=7))


def test_names_in_other_spellings_in_the_lock_file(box, rng):
    """Both files of a release may write a name with capitals, dots and underscores."""
    company, public = box.index("company"), box.index("public")
    company.owns("lantern-")
    mark, lines, names = word(rng), [], []
    for index, name, joint in (
        (company, f"lantern-{word(rng)}", "_"),
        (company, f"lantern-{word(rng)}", "."),
        (public, f"{word(rng)}-lantern-{word(rng)}", "."),
    ):
        module = name.replace("-", "_")
        wheel = index.offer(name, "1.2.0", {f"{module}.py": f"MARK = {mark!r}\n"})
        spelled = name.title().replace("-", joint)
        lines.append(wheel.locked.replace(name, spelled, 1))
        names.append((module, spelled))
    box.write("requirements.txt", "".join(f"{spelled}>=1\n" for _, spelled in names))
    box.write("requirements.lock", "\n".join(lines) + "\n")
    assert box.install().code == 0
    code = "; ".join(f"import {module}; print({module}.MARK)" for module, _ in names)
    assert box.python(code).out.decode().split() == [mark] * 3
