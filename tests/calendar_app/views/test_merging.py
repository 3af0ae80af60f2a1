"""Two people write one post: nothing that either of them typed is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from calendar_app.models import Media, Post
from smplanner.workspaces.models import AuditEvent
from tests.factories import a_picture, make_channel, make_media, make_post
from tests.isolation.forms import forms_of

pytestmark = pytest.mark.django_db


def opened(post: Post) -> str:
    return reverse("post", args=[post.workspace.slug, post.pk])


def save(post: Post) -> str:
    return reverse("post-save", args=[post.workspace.slug, post.pk])


def form_in(page, post: Post) -> dict[str, object]:
    """What a browser sends for the form of `post` that stands on a page, as it stands there."""
    [form] = [one for one in forms_of(page.content.decode(), opened(post)) if one.path == save(post)]
    # A textarea's first line break is the page's, and no mark of what was stored.
    return {name: values[-1].removeprefix("\n") for name, values in form.fields.items() if values}


@pytest.fixture
def post(bakery):
    return make_post(bakery, "Croissants", text="Tout chauds ce matin.", day=date(2026, 6, 10), clock=time(9))


@pytest.fixture
def alices(client_of, alice):
    return client_of(alice)


@pytest.fixture
def bobs(client_of, bob):
    return client_of(bob)


def test_what_each_changed_alone_is_taken_and_shown(alices, bobs, bob, alice, post):
    mine = form_in(bobs.get(opened(post)), post) | {"text": "Au beurre."}
    theirs = form_in(alices.get(opened(post)), post) | {"title": "Brioches", "local_time": "10:30", "has_people": "on"}
    assert alices.post(save(post), theirs).status_code == 302

    page = bobs.post(save(post), mine)
    merged = page.context["merged"]
    assert page.status_code == 409
    assert {one.name: one.theirs for one in merged.theirs} == {
        "title": "Brioches",
        "local_time": "10:30",
        "has_people": "Oui",
    }
    assert ([one.name for one in merged.mine], merged.both) == (["text"], [])
    assert alice.get_full_name() in page.content.decode()
    assert Post.objects.get().text == "Tout chauds ce matin."

    assert bobs.post(save(post), form_in(page, post)).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.text, post.local_time, post.has_people, post.version) == (
        *("Brioches", "Au beurre.", time(10, 30), True),
        3,
    )
    assert list(AuditEvent.objects.order_by("pk").values_list("actor__email", "diff")) == [
        (
            alice.email,
            {
                "title": ["Croissants", "Brioches"],
                "local_time": ["09:00:00", "10:30:00"],
                "has_people": [False, True],
            },
        ),
        (bob.email, {"text": ["Tout chauds ce matin.", "Au beurre."]}),
    ]


@pytest.mark.parametrize(
    ("choice", "result"),
    [
        ({"take-title": "theirs", "take-text": "mine"}, ("Brioches", "De Bob.")),
        ({"take-title": "mine", "take-text": "theirs"}, ("Pains", "D’Alice.")),
        ({"take-title": "mine", "take-text": "mine", "text": "Des deux."}, ("Pains", "Des deux.")),
    ],
)
def test_of_what_both_changed_the_slower_one_chooses(alices, bobs, post, choice, result):
    mine = form_in(bobs.get(opened(post)), post) | {"title": "Pains", "text": "De Bob."}
    theirs = form_in(alices.get(opened(post)), post) | {"title": "Brioches", "text": "D’Alice."}
    alices.post(save(post), theirs)

    page = bobs.post(save(post), mine)
    assert [one.name for one in page.context["merged"].both] == ["title", "text"]
    words = page.content.decode()
    assert all(text in words for text in ("Brioches", "D’Alice.", "Pains", "De Bob."))
    assert bobs.post(save(post), form_in(page, post) | choice).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.text) == result


def test_a_channel_or_a_day_is_chosen_by_its_words(alices, bobs, bakery, post):
    instagram, x = make_channel(bakery), make_channel(bakery, platform="x")
    mine = form_in(bobs.get(opened(post)), post) | {"channel": str(instagram.pk), "local_date": "2026-06-12"}
    theirs = form_in(alices.get(opened(post)), post) | {"channel": str(x.pk), "local_date": "2026-06-13"}
    alices.post(save(post), theirs)
    page = bobs.post(save(post), mine)
    assert [(one.theirs, one.mine) for one in page.context["merged"].both] == [
        (str(x), str(instagram)),
        ("13 juin 2026", "12 juin 2026"),
    ]
    bobs.post(save(post), form_in(page, post) | {"take-channel": "theirs", "take-local_date": "mine"})
    post.refresh_from_db()
    assert (post.channel, post.local_date) == (x, date(2026, 6, 12))


def test_a_merge_may_be_too_late_itself_and_is_merged_once_more(alices, bobs, post):
    mine = form_in(bobs.get(opened(post)), post) | {"text": "De Bob."}
    theirs = form_in(alices.get(opened(post)), post)
    alices.post(save(post), theirs | {"text": "D’Alice."})
    page = bobs.post(save(post), mine)
    alices.post(save(post), form_in(alices.get(opened(post)), post) | {"text": "D’Alice encore.", "title": "Brioches"})

    again = bobs.post(save(post), form_in(page, post) | {"take-text": "mine"})
    assert again.status_code == 409
    assert [(one.name, one.theirs, one.mine) for one in again.context["merged"].both] == [
        ("text", "D’Alice encore.", "De Bob.")
    ]
    assert bobs.post(save(post), form_in(again, post)).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.text, post.version) == ("Brioches", "De Bob.", 4)


def test_two_who_typed_the_same_have_nothing_to_choose(alices, bobs, post):
    mine = form_in(bobs.get(opened(post)), post) | {"title": "Brioches"}
    alices.post(save(post), mine)
    page = bobs.post(save(post), mine)
    assert (page.status_code, page.context["merged"].differences) == (409, [])
    assert bobs.post(save(post), form_in(page, post)).status_code == 302
    assert Post.objects.get().version == 2


@pytest.mark.parametrize("seen", ["", "title:x text", "title:AAAAAAAA " * 3, ":::"])
def test_a_form_that_does_not_say_what_it_showed_lets_choose_all_that_differs(alices, bobs, post, seen):
    mine = form_in(bobs.get(opened(post)), post) | {"seen": seen}
    alices.post(save(post), form_in(alices.get(opened(post)), post) | {"title": "Brioches", "text": "D’Alice."})
    page = bobs.post(save(post), mine)
    assert page.status_code == 409
    assert [one.name for one in page.context["merged"].both] == ["title", "text"]


def test_what_is_wrong_in_a_merge_is_said_at_its_field(alices, bobs, post):
    mine = form_in(bobs.get(opened(post)), post) | {"link": "pas une adresse", "local_date": "le 12"}
    alices.post(save(post), form_in(alices.get(opened(post)), post) | {"title": "Brioches"})
    page = bobs.post(save(post), mine)
    assert page.status_code == 409
    answer = bobs.post(save(post), form_in(page, post))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"link", "local_date"})
    assert answer.context["form"]["title"].value() == "Brioches"


def test_charlie_merges_nothing(client_of, charlie, bobs, post):
    mine = form_in(bobs.get(opened(post)), post) | {"version": "7", "text": "De Charlie."}
    answer = client_of(charlie).post(save(post), mine)
    assert answer.status_code == 404
    assert "Tout chauds" not in answer.content.decode()
    assert Post.objects.get().version == 1


# --- Pictures ------------------------------------------------------------------------------------------------------


def test_the_pictures_of_both_stand_in_the_merge(alices, bobs, post):
    shop, oven, gone = (make_media(post, label=label) for label in ("vitrine.jpg", "four.jpg", "vieux.jpg"))
    read = form_in(bobs.get(opened(post)), post)
    assert read["media-0-id"] == str(shop.pk)
    new = {"media-3-kind": "image", "media-3-label": "pain.jpg", "media-3-alt_text": "Une miche"}
    mine = read | new | {"media-0-alt_text": "La vitrine", "media-1-alt_text": "Le four, par Bob"}
    theirs = read | {"media-0-label": "boutique.jpg", "media-1-alt_text": "Le four, par Alice"}
    theirs |= {"media-2-DELETE": "on", "media-3-kind": "image", "media-3-label": "farine.jpg"}
    assert alices.post(save(post), theirs).status_code == 302

    page = bobs.post(save(post), mine)
    assert page.status_code == 409
    rows = [(form["label"].value(), form["alt_text"].value()) for form in page.context["media"]]
    assert rows == [
        ("boutique.jpg", "La vitrine"),  # her name, his words
        ("four.jpg", "Le four, par Bob"),
        ("farine.jpg", ""),  # hers
        ("pain.jpg", "Une miche"),  # his
    ]
    said = " ".join(page.context["pictures"])
    assert all(words in said for words in ("farine.jpg", "vieux.jpg", "Le four, par Alice"))

    assert bobs.post(save(post), form_in(page, post)).status_code == 302
    assert sorted(post.media.values_list("label", "alt_text")) == [
        ("boutique.jpg", "La vitrine"),
        ("farine.jpg", ""),
        ("four.jpg", "Le four, par Bob"),
        ("pain.jpg", "Une miche"),
    ]
    assert not Media.objects.filter(pk=gone.pk).exists()
    assert Media.objects.filter(pk__in=[shop.pk, oven.pk]).count() == 2


def test_a_picture_that_they_removed_and_i_changed_comes_back(alices, bobs, post):
    make_media(post, label="four.jpg")
    read = form_in(bobs.get(opened(post)), post)
    alices.post(save(post), read | {"media-0-DELETE": "on"})
    page = bobs.post(save(post), read | {"media-0-alt_text": "Le four"})
    assert (page.status_code, len(page.context["pictures"])) == (409, 1)
    assert bobs.post(save(post), form_in(page, post)).status_code == 302
    assert list(post.media.values_list("label", "alt_text")) == [("four.jpg", "Le four")]


def test_chosen_files_are_named_for_they_are_to_be_chosen_again(alices, bobs, post):
    read = form_in(bobs.get(opened(post)), post)
    alices.post(save(post), read | {"title": "Brioches"})
    upload = SimpleUploadedFile("miche.jpg", a_picture().read(), "image/jpeg")
    page = bobs.post(save(post), read | {"media-0-kind": "image", "media-0-upload": upload})
    assert (page.status_code, page.context["files"]) == (409, ["miche.jpg"])
    assert "miche.jpg" in page.content.decode()
    assert not Media.objects.exists()


# --- All at once ---------------------------------------------------------------------------------------------------

ROUNDS = 40


@pytest.mark.django_db(transaction=True)
def test_of_four_who_save_at_once_one_wins_and_three_merge_forty_times(client_of, alice, bob, erin, frank, post):
    clients = {user.name: client_of(user) for user in (alice, bob, erin, frank)}
    shown = form_in(clients[alice.name].get(opened(post)), post)
    together = threading.Barrier(len(clients))

    def send(name: str, text: str, typed: dict[str, object]):
        together.wait(timeout=60)
        try:
            return name, text, clients[name].post(save(post), typed | {"text": text})
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as writers:
        for n in range(ROUNDS):
            at_once = [writers.submit(send, name, f"Tour {n}, de {name}.", shown) for name in clients]
            answers = [one.result(timeout=120) for one in at_once]
            won = [text for _name, text, page in answers if page.status_code == 302]
            merges = [(text, page) for _name, text, page in answers if page.status_code == 409]
            assert (len(won), len(merges)) == (1, 3), [page.status_code for *_, page in answers]
            assert Post.objects.get().text == won[0]
            for text, page in merges:
                words = page.content.decode()
                assert f">\n{text}</textarea>" in words, text  # what was typed, to be saved once more
                assert won[0] in words
            shown = form_in(merges[0][1], post)  # from which all four begin the next round
            for client in clients.values():
                client.cookies.pop("messages", None)

    assert Post.objects.get().version == ROUNDS + 1
    rows = list(AuditEvent.objects.filter(target_kind="post").order_by("pk").values_list("diff", flat=True))
    assert len(rows) == ROUNDS
    assert all(before["text"][1] == after["text"][0] for before, after in pairwise(rows))


# --- Cost ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_a_merge_asks_a_fixed_number_of_questions(alices, bobs, bakery, post, django_assert_num_queries, rows):
    for _ in range(rows):
        make_media(post)
        make_channel(bakery)
    mine = form_in(bobs.get(opened(post)), post) | {"title": "Pains"}
    alices.post(save(post), form_in(alices.get(opened(post)), post) | {"title": "Brioches"})
    bobs.post(save(post), mine)
    with django_assert_num_queries(9):
        bobs.post(save(post), mine)


# --- Wherever else a post is changed -------------------------------------------------------------------------------

SCRIPT = {"Accept": "application/json"}


def ask(client, post: Post, how: str, version: object):
    """Change `post` as the calendar's script does, as the version that it read."""
    told = {"version": version} if version else {}
    if how == "together":
        fields = {"post": f"{post.pk}:{version}" if version else str(post.pk), "act": "days", "days": "1"}
        return client.post(reverse("posts-together", args=[post.workspace.slug]), fields, headers=SCRIPT)
    fields = {"by": "status", "value": "draft"} if how == "post-place" else {"day": "2026-06-20"}
    return client.post(reverse(how, args=[post.workspace.slug, post.pk]), fields | told, headers=SCRIPT)


@pytest.mark.parametrize("how", ["post-move", "post-place", "together"])
def test_dropping_and_changing_several_say_which_version_they_mean(alices, bobs, bakery, how):
    post = make_post(bakery, day=date(2026, 6, 10), status="planned")
    alices.post(save(post), form_in(alices.get(opened(post)), post) | {"title": "Brioches"})
    for version, status in ((1, 409), (None, 428)):
        answer = ask(bobs, post, how, version)
        assert (answer.status_code, answer.json()["ok"]) == (status, False)
        assert answer.json()["message"]
    assert (Post.objects.get().local_date, Post.objects.get().status) == (date(2026, 6, 10), "planned")
    assert ask(bobs, post, how, 2).status_code == 200


def test_a_version_beside_others_is_put_together_too(alices, bobs, post):
    address = reverse("post-versions", args=[post.workspace.slug, post.pk])
    [form] = [one for one in forms_of(bobs.get(address).content.decode(), address) if one.path == address]
    prefix = f"p{post.pk}-"
    mine = {name: values[-1].removeprefix("\n") for name, values in form.fields.items() if values}
    alices.post(address, mine | {f"{prefix}text": "D’Alice.", f"{prefix}link": "https://example.org/"})

    page = bobs.post(address, mine | {f"{prefix}text": "De Bob.", f"{prefix}local_time": "11:00"})
    assert page.status_code == 409
    [row] = page.context["rows"]
    assert [one.name for one in row.form.merged.both] == ["text"]
    values = [row.form[name].value() for name in ("text", "link", "local_time")]
    assert values == ["De Bob.", "https://example.org/", "11:00"]
    assert "D’Alice." in page.content.decode()
