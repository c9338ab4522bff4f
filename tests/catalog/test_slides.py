"""A lesson as slides: how its passages and blocks are joined, what is left out, and who may see it."""

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from django.test import Client
from pytest_django import Settings

from quintain.accounts.actions import local_learner
from quintain.catalog import pack_store
from quintain.catalog.lesson import BlockView
from quintain.catalog.slide_parts import WHOLE_PIXELS, SlidePart
from quintain.catalog.slides import Deck, joined_parts
from quintain.packs.model.lesson import Block, Code, Prose
from quintain.packs.model.pack import Pack
from quintain.packs.model.source import Reading
from tests.classroom import LESSON, make_pack

SLIDES = "/topics/injection/slides/"
LESSON_PAGE = "/topics/injection/"
PRESENTER = "/topics/injection/slides/presenter/"


def text(pixels: int, words: int = 10, *, leads_in: bool = False) -> SlidePart:
    """Return a passage."""
    return SlidePart("text", 2, pixels, words=words, leads_in=leads_in)


def code(pixels: int) -> SlidePart:
    """Return lines of a file."""
    return SlidePart("code", 3, pixels, block=BlockView("code"))


EXHIBIT = SlidePart("exhibit", 4, WHOLE_PIXELS, block=BlockView("exhibit"))
QUESTION = SlidePart("question", 5, WHOLE_PIXELS, block=BlockView("question"))


def test_a_passage_and_its_block_are_on_one_slide() -> None:
    """As long as both fit."""
    assert joined_parts([text(100), code(300)]) == ((text(100), code(300)),)


def test_what_does_not_fit_begins_a_slide_and_takes_the_passage_that_leads_to_it() -> None:
    """A reader of the second slide needs the sentence before the code."""
    first, lead, block = text(300), text(90), code(350)
    assert joined_parts([first, lead, block]) == ((first,), (lead, block))


def test_a_title_is_never_the_last_thing_on_a_slide() -> None:
    """Neither is a sentence that ends in a colon."""
    first, title, more = text(400), text(60, leads_in=True), text(200)
    assert joined_parts([first, title, more]) == ((first,), (title, more))


def test_many_words_are_more_than_a_slide_holds() -> None:
    """They would fit, but nobody reads and listens at once."""
    assert len(joined_parts([text(100, words=60), text(100, words=60)])) == 2


def test_exhibits_and_questions_have_slides_of_their_own() -> None:
    """Below a short passage at most; a question has none above it."""
    long, short = text(300), text(80)
    assert joined_parts([long, EXHIBIT, short, EXHIBIT, short, QUESTION]) == (
        (long,),
        (EXHIBIT,),
        (short, EXHIBIT),
        (short,),
        (QUESTION,),
    )


def test_a_short_rest_gets_no_slide_of_its_own() -> None:
    """The slide before it has letters that are a little smaller."""
    full, rest = text(WHOLE_PIXELS), text(50)
    assert joined_parts([full, rest]) == ((full, rest),)
    assert joined_parts([QUESTION, rest]) == ((QUESTION,), (rest,))


def test_a_sentence_that_is_left_alone_goes_to_a_neighbour_with_room() -> None:
    """To the slide before, also above a question; or it stays above what comes next, in letters a little smaller."""
    full, rest = text(450, words=80), text(98, words=22)
    assert joined_parts([full, rest]) == ((full, rest),)
    assert joined_parts([full, rest, QUESTION]) == ((full, rest), (QUESTION,))
    first, lead, block = text(98), text(56, leads_in=True), code(386)
    assert joined_parts([first, lead, block]) == ((first, lead, block),)
    title = text(60, leads_in=True)
    assert joined_parts([full, title, QUESTION]) == ((full,), (title,), (QUESTION,)), "a title goes with what follows"
    many = text(450, words=100)
    assert joined_parts([many, rest]) == ((many,), (rest,)), "nobody reads and listens at once"


def test_nothing_is_lost_and_nothing_is_shown_twice() -> None:
    """Whatever the sizes are."""
    parts = [text(30 + 37 * number % 600, words=number * 7 % 90) for number in range(40)]
    joined = joined_parts(parts)
    assert [part for slide in joined for part in slide] == parts
    assert joined_parts([]) == ()


@pytest.fixture
def author(db: None, settings: Settings, tmp_path: Path, client: Client) -> Client:
    """Return the browser of an author who previews the course."""
    settings.PREVIEW = True
    settings.PACK = str(tmp_path)
    put()
    client.force_login(local_learner(), backend="quintain.accounts.backends.PersonBackend")
    return client


def put(*blocks: Block, reading: Reading | None = None) -> None:
    """Let the course have one lesson with these blocks."""
    lesson = replace(LESSON, blocks=blocks or LESSON.blocks, reading=reading)
    pack = make_pack()
    track = pack.tracks[0]
    module = track.modules[1]
    topic = replace(module.topics[0], lesson=lesson)
    modules = (track.modules[0], replace(module, topics=(topic, *module.topics[1:])))
    pack_store.put(replace(pack, tracks=(replace(track, modules=modules),), lessons={"injection": lesson}))


def deck_of(author: Client) -> Deck:
    """Return the slides of the lesson."""
    page: Deck = author.get(SLIDES).context["page"]
    return page


def test_a_deck_has_a_title_the_lesson_and_its_labs(author: Client) -> None:
    """The title slide tells an incident; the plan is the timetable's."""
    deck = deck_of(author)
    assert [slide.kind for slide in deck.slides] == ["title", "passage", "question", "exhibit", "passage", "labs"]
    assert deck.incident
    assert (deck.incident.title, deck.incident.date) == ("One pattern", "2 July 2019")
    assert [lab.code for lab in deck.labs] == ["A01", "A02"]
    assert (deck.minutes, deck.starts, deck.ends, deck.next_title) == (12, "9:00", "9:10", "Still to be written")
    assert [slide.place for slide in deck.slides] == [0, 2, 4, 5, 6, 7]
    assert {slide.anchor for slide in deck.slides[1:-1]} == {"two-ways-one"}


def test_the_page_is_whole_without_script(author: Client) -> None:
    """All slides are in it, so that it can be printed; what authors write is no markup."""
    shown = author.get(SLIDES).content.decode()
    assert shown.count('<section class="slide') == 6
    assert "&lt;script&gt;x&lt;/script&gt;" in shown
    assert " style=" not in shown
    assert "Nobody else takes a step." in shown


def test_what_is_for_reading_is_on_no_slide(author: Client) -> None:
    """Nor the blocks below its title."""
    put(
        Prose("## Taught\n\nOne.\n\n## Read later\n\nTwo."),
        Code(PurePosixPath("left-out.py"), "python", 1, "x = 1"),
        Prose("## Taught again\n\nThree."),
        reading=Reading(3, ("Read later",)),
    )
    deck = deck_of(author)
    assert [slide.title for slide in deck.slides] == ["", "Taught", "Taught again", ""]
    shown = author.get(SLIDES).content.decode()
    assert "left-out.py" not in shown
    assert "Two." not in shown


def test_lists_that_are_cut_go_on_with_their_numbers(author: Client) -> None:
    """Items come one by one, and are put together on each slide."""
    put(Prose("## Steps\n\n" + "\n".join(f"{number}. {'word ' * 12}" for number in range(1, 15))))
    lists = [part for slide in deck_of(author).slides for part in slide.parts]
    assert all(part.kind == "items" for part in lists)
    assert [part.number for part in lists] == [1, 8]
    assert sum(part.html.count("<li>") for part in lists) == 14


def test_what_answers_a_question_comes_in_a_step(author: Client) -> None:
    """Closed lines, and what the slide says of them below."""
    put(
        Prose("## Predict\n\nWhat does it print?"),
        Code(PurePosixPath("out.txt"), "text", 1, "42", closed=True),
        Prose("It prints 42."),
    )
    (slide,) = deck_of(author).slides[1:-1]
    assert [(part.kind, part.is_closed, part.is_answer) for part in slide.parts] == [
        ("text", False, False),
        ("code", True, False),
        ("text", False, True),
    ]
    assert author.get(SLIDES).content.decode().count('data-step="answer"') == 2


def test_recordings_are_named_by_their_script(author: Client) -> None:
    """On the page and on slides; the path of the recording is the author's."""
    put(
        Code(PurePosixPath("expected/out.txt"), "text", 1, "42"),
        Code(PurePosixPath("expected/out.S602.txt"), "text", 1, "found"),
        Code(PurePosixPath("out.py"), "python", 1, "print(42)"),
    )
    for address in (SLIDES, LESSON_PAGE):
        said = author.get(address).content.decode()
        assert [said.count(f'aria-label="{words}"') > 0 for words in ("Output of out.py", "Ruff on out.py: S602")] == [
            True,
            True,
        ]
        assert "expected/" not in said
        assert 'aria-label="out.py"' in said


def test_notes_that_name_what_is_on_a_slide_are_found(author: Client) -> None:
    """The file that it shows; other notes are on the presenter's page all the same."""
    assert deck_of(author).slides[1].notes == ("note-show-live-0",)
    shown = author.get(PRESENTER).content.decode()
    assert 'id="note-show-live-0"' in shown
    assert "They trust &lt;b&gt;names" in shown


def test_slides_have_no_word_of_the_notes(author: Client) -> None:
    """They are what the class sees."""
    assert "They trust" not in author.get(SLIDES).content.decode()


def test_a_lesson_has_a_button_for_those_who_teach_alone(author: Client, settings: Settings) -> None:
    """A learner has none, and is refused at both pages."""
    assert f'href="{SLIDES}"' in author.get("/topics/injection/").content.decode()
    settings.PREVIEW = False
    pack_store.put(make_pack())
    assert SLIDES not in author.get("/topics/injection/").content.decode()
    assert {author.get(address).status_code for address in (SLIDES, PRESENTER)} == {403}


@pytest.mark.django_db
def test_a_learner_of_a_class_sees_neither_slides_nor_notes(course: Pack, page: Client) -> None:
    """Nor learns which topics there are."""
    addresses = (SLIDES, PRESENTER, "/topics/nowhere/slides/", "/topics/nowhere/slides/presenter/")
    assert {page.get(address).status_code for address in addresses} == {403}


def test_a_topic_without_a_lesson_has_no_slides(author: Client) -> None:
    """Nor one that nobody knows; and slides take no form."""
    for topic in ("later", "nowhere"):
        assert author.get(f"/topics/{topic}/slides/").status_code == 404
        assert author.get(f"/topics/{topic}/slides/presenter/").status_code == 404
    assert author.post(SLIDES).status_code == 405
