"""A museum's strategy, planned by someone who never saw the product: by what the pages say, from sign-up to print."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from tests.factories import PASSWORD

NAME = "Musée des Deux Rives"


class Visitor:
    """Somebody who reads: what is pressed, followed and filled in is found by its words alone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.main = page.get_by_role("main")

    def press(self, name: str) -> None:
        self.main.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.main.get_by_role("link", name=name, exact=True).first.click()

    def open(self, name: str) -> None:
        """A part of the strategy, in two clicks from wherever one is."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name="Strategy").click()
        self.follow(name)

    def fill(self, **answers: str) -> None:
        """Each field by its label, in which _ stands for a space."""
        for label, text in answers.items():
            self.main.get_by_label(re.compile(f"^{label.replace('_', ' ')}", re.IGNORECASE)).first.fill(text)

    def saved(self, sentence: str) -> None:
        expect(self.page.get_by_text(sentence).first).to_be_visible()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def visitor(request, make_context: Callable[..., BrowserContext], settings, today: date) -> Visitor:
    """They read English; it is 10 June 2026, and whoever wants may sign up."""
    settings.OPEN_SIGNUP = True
    return Visitor(make_context(locale="en-GB", java_script_enabled=request.param).new_page())


def test_a_museums_strategy_is_planned_from_the_home_page_to_the_printed_document(visitor):
    signs_up(visitor)
    goes_through_the_welcome(visitor)
    says_who_works_and_with_what(visitor)
    asks_whether_it_is_ready(visitor)
    describes_a_persona(visitor)
    sets_an_objective_and_measures_it(visitor)
    keeps_a_channel_for_a_reason(visitor)
    plans_to_listen(visitor)
    decides_how_to_answer_and_to_sound(visitor)
    questions_what_was_decided(visitor)
    reads_and_prints_the_document(visitor)


def signs_up(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/")
    visitor.follow("Create one")
    visitor.main.get_by_label("Name").fill("Léonie")
    visitor.main.get_by_label("Email").fill("leonie@example.org")
    visitor.main.get_by_label("Password", exact=False).nth(0).fill(PASSWORD)
    visitor.main.get_by_label("Password", exact=False).nth(1).fill(PASSWORD)
    visitor.press("Create the account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your address")
    # A letter is the one thing that is not on the screen.
    page.goto(re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1])
    visitor.press("Yes, confirm")
    visitor.fill(Email="leonie@example.org", Password=PASSWORD)
    visitor.press("Sign in")
    visitor.follow("Make a workspace")
    visitor.fill(Name=NAME)
    visitor.press("Make the workspace")


def goes_through_the_welcome(visitor: Visitor) -> None:
    visitor.main.get_by_role("radio", name="Cultural place").check()
    for _step in range(4):
        visitor.press("Save and go on")
    visitor.press("Open the calendar")
    expect(visitor.page.get_by_role("heading", level=1, name="June 2026")).to_be_visible()


def says_who_works_and_with_what(visitor: Visitor) -> None:
    visitor.open("Team, hours and money")
    visitor.follow("New team member")
    visitor.fill(Name="Youssef", Hours_a_week="6", At_ease_with="Photo, writing")
    visitor.press("Save")
    visitor.follow("New budget line")
    visitor.main.get_by_label("What for").select_option(label="Promotion")
    visitor.fill(Details="Posters in the tram", Euros_a_month="120")
    visitor.press("Save")


def asks_whether_it_is_ready(visitor: Visitor) -> None:
    visitor.open("Are we ready?")
    visitor.main.get_by_role("group", name="Is it in our interest?").get_by_label("Yes").check()
    visitor.main.get_by_role("group", name="Are we ready?").get_by_label("Not sure").check()
    visitor.fill(What_is_there="Nobody answers on Mondays", Website="https://deux-rives.example.org")
    visitor.main.get_by_label("State of play taken on").fill("2026-06-01")
    action = visitor.main.get_by_role("group", name="Then a first step, noted when you save").first
    action.get_by_label("What is to be done").fill("Find somebody for Mondays")
    action.get_by_label("By whom").select_option(label="Youssef")
    visitor.press("Save")
    expect(visitor.main.get_by_role("heading", name="To be done 1")).to_be_visible()


def describes_a_persona(visitor: Visitor) -> None:
    visitor.page.get_by_role("navigation", name="Main").get_by_role("link", name="Personas").click()
    visitor.follow("New persona")
    visitor.fill(Name="Madame Okafor", In_one_sentence="Teaches, and brings her class every spring")
    visitor.fill(From_age="35", To_age="55", Needs="A visit that fits one lesson\nA quiet place for lunch")
    visitor.main.get_by_label("How we know").first.select_option(label="Interviews")
    platform = visitor.main.get_by_role("group", name="Platform 1")
    platform.get_by_label("Platform", exact=True).select_option(label="Facebook")
    visitor.press("Save")
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("Madame Okafor")


def sets_an_objective_and_measures_it(visitor: Visitor) -> None:
    visitor.open("New objective")
    visitor.fill(What_we_want="Twenty more classes this school year", What_we_count="Classes booked")
    visitor.fill(Where_we_start="30", Where_we_want_to_be="50", Until="2027-06-30")
    visitor.main.get_by_label("Looked after by").select_option(label="Youssef")
    visitor.press("Save")
    visitor.fill(Value="33", Note="Bookings of May")
    visitor.press("Write it down")
    expect(visitor.main.get_by_text("15% of the way")).to_be_visible()


def keeps_a_channel_for_a_reason(visitor: Visitor) -> None:
    visitor.open("New channel")
    visitor.main.get_by_label("Platform").first.select_option(label="LinkedIn")
    visitor.fill(What_it_is_for="Meet teachers and their heads")
    visitor.main.get_by_label("Why this one").select_option(label="Our personas are there")
    visitor.main.get_by_role("group", name="For whom").get_by_label("Madame Okafor").check()
    visitor.main.get_by_label("Who answers there").select_option(label="Youssef")
    visitor.fill(Posts_a_week="1")
    visitor.press("Save")
    visitor.follow("Try it for a time")
    visitor.fill(What_we_expect="Five heads of school write to us")
    visitor.press("Save the trial")
    expect(visitor.main.get_by_text("On trial").first).to_be_visible()


def plans_to_listen(visitor: Visitor) -> None:
    visitor.open("Start a listening plan")
    visitor.main.get_by_label("Who listens").select_option(label="Youssef")
    place = visitor.main.get_by_role("group", name="Place 1")
    place.get_by_label("Where").fill("The visitors’ book")
    for n, words in enumerate(("Deux Rives", "class visit", "science centre", "museum on Sunday"), start=1):
        visitor.main.get_by_role("group", name=f"Word {n}").get_by_label("Words").fill(words)
    visitor.press("Save")
    visitor.saved("The listening plan is saved.")
    visitor.open("Log what you heard")
    visitor.fill(What_we_heard="Is there a visit for small children?", What_it_means_for_us="Parents come in the week")
    visitor.press("Save")
    visitor.main.get_by_role("button", name="Make it a post idea").click()


def decides_how_to_answer_and_to_sound(visitor: Visitor) -> None:
    visitor.open("How we answer")
    visitor.fill(When_we_answer="Tuesday to Saturday, 10 to 17")
    complaint = visitor.main.get_by_role("group", name="A complaint")
    complaint.get_by_label("What we do").select_option(label="Answer in public, go on in private")
    complaint.get_by_label("Within hours").fill("24")
    complaint.get_by_label("Who", exact=True).select_option(label="Youssef")
    visitor.press("Save")
    visitor.saved("How we answer is saved.")
    visitor.open("Brand voice")
    visitor.fill(What_we_are_there_for="Keep what the river left us, for whoever comes")
    visitor.fill(First_adjective="curious", Second_adjective="calm", Third_adjective="plain")
    visitor.press("Save")
    visitor.saved("The brand’s voice is saved.")


def questions_what_was_decided(visitor: Visitor) -> None:
    visitor.open("Reviews")
    visitor.main.get_by_role("row", name="The strategy").get_by_role("link", name="Review").click()
    visitor.main.get_by_label("Decision").select_option(label="Go on as it is")
    visitor.fill(What_we_saw="Too early to tell", Next_review="2026-12-10")
    visitor.press("Save")
    expect(visitor.main.get_by_text("Too early to tell")).to_be_visible()


def reads_and_prints_the_document(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("Read or print it")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Strategy of {NAME}")
    page.emulate_media(media="print")
    printed = visitor.main.inner_text()
    typed = [
        "10 June 2026", "Léonie", "Administrator", "Youssef", "Posters in the tram", "Nobody answers on Mondays",
        "Find somebody for Mondays", "Madame Okafor", "A quiet place for lunch", "Twenty more classes this school year",
        "Classes booked", "33", "Meet teachers and their heads", "Our personas are there",
        "Five heads of school write to us", "The visitors’ book", "Is there a visit for small children?",
        "Tuesday to Saturday, 10 to 17", "Answer in public, go on in private", "curious, calm, plain",
        "Keep what the river left us", "Too early to tell", "10 December 2026",
    ]  # fmt: skip
    assert [words for words in typed if words not in printed] == []

    # It says itself what is still open, section by section.
    parts = visitor.main.get_by_role("region", name="How complete it is")
    expect(parts.get_by_role("row", name="Voice")).to_contain_text("missing: how you speak, a promise, values")
    expect(parts.get_by_role("row", name="Community and partners")).to_contain_text("missing: a count of the community")
    expect(page.get_by_role("navigation")).to_have_count(0)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) >= 3
