"""Which days pass and which do not."""

from string import ascii_letters, punctuation


def parts(rng):
    return f"{rng.randint(1000, 9999)}", f"{rng.randint(1, 12)}", f"{rng.randint(1, 28)}"


def test_separators(box, rng):
    for separator in "-./":
        text = separator.join(parts(rng))
        assert box.call("contacts:is_day", text) is True, text


def test_no_separator(box, rng):
    year, month, day = parts(rng)
    assert box.call("contacts:is_day", f"{year}{month.zfill(2)}{day.zfill(2)}") is True


def test_blanks_may_separate(box, rng):
    for blanks in [" ", "  ", "\t", "\u00a0", " " * rng.randint(5, 30)]:
        text = blanks.join(parts(rng))
        assert box.call("contacts:is_day", text) is True, text


def test_blanks_around_a_separator(box, rng):
    year, month, day = parts(rng)
    for separator in "-./":
        for text in [
            f"{year} {separator} {month} {separator} {day}",
            f"{year}{separator} {month}{separator} {day}",
            f"{year} {separator}{month}\t{separator}{day}",
            f"{year}{' ' * rng.randint(2, 20)}{separator}{' ' * rng.randint(2, 20)}{month}{separator}{day}",
        ]:
            assert box.call("contacts:is_day", text) is True, text


def test_separators_may_differ(box, rng):
    year, month, day = parts(rng)
    for text in [f"{year}-{month}/{day}", f"{year}{month.zfill(2)} . {day}", f"{year}/{month} {day}"]:
        assert box.call("contacts:is_day", text) is True, text


def test_two_separators_fail(box, rng):
    year, month, day = parts(rng)
    for between in ["--", "- -", "./", " - / "]:
        text = f"{year}{between}{month}-{day}"
        assert box.call("contacts:is_day", text) is False, text


def test_something_else_between_fails(box, rng):
    year, month, day = parts(rng)
    others = sorted(set(punctuation) - set("-./")) + [*ascii_letters[:5], "\u200c", " x ", "\u0663"]
    for between in others:
        for text in [
            f"{year}-{month}{between}{day}",
            f"{year}{between}{month}-{day}",
            f"20{between[0]}5-{month}-{day}",
        ]:
            assert box.call("contacts:is_day", text) is False, text


def test_wrong_number_of_digits_fails(box, rng):
    year, month, day = parts(rng)
    for text in [f"{year[:3]}-{month}-{day}", f"{year}-{month}-", f"{year}-{month}-100", f"{year}-100-{day}", year, ""]:
        assert box.call("contacts:is_day", text) is False, text


def test_spaces_inside_a_number_fail(box, rng):
    year, month, day = parts(rng)
    for text in [f"{year[:2]} {year[2:]}-{month}-{day}", f"{year}-1 1-{day}", f"{year}-{month}-1 1"]:
        assert box.call("contacts:is_day", text) is False, text


def test_other_digits_fail(box, rng):
    year, month, day = parts(rng)
    for text in [f"٢٠٢٥-{month}-{day}", f"{year}-{month}-١", f"{year}-²-{day}", f"{year}-１-{day}"]:
        assert box.call("contacts:is_day", text) is False, text


def test_nothing_around_the_day(box, rng):
    text = "-".join(parts(rng))
    for around in [f" {text}", f"{text} ", f"{text}\n", f"x{text}", f"{text}x", "2025-7-7 ", "2025-7-7\t"]:
        assert box.call("contacts:is_day", around) is False, around


def test_long_wrong_day_fails(box, rng):
    year, blanks = rng.randint(1000, 9999), " " * rng.randint(200, 300)
    for text in [f"{year}{blanks}", f"{year}-7{blanks}x", f"{year}{blanks}--7-7", f"{year}-7{blanks}100"]:
        assert box.call("contacts:is_day", text) is False
