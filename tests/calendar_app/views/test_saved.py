from datetime import date
from html import unescape
from urllib.parse import quote

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app.models import SavedView
from calendar_app.saved_views import MOST_KEPT
from smplanner.workspaces.models import AuditEvent
from tests.factories import (
    make_channel,
    make_membership,
    make_persona,
    make_post,
    make_saved_view,
    make_user,
)

NASTY = """<script>alert("1")</script> & l'été"""


@pytest.fixture(autouse=True)
def in_june(today):
    """Everything here happens on 10 June 2026."""


@pytest.fixture
def browser(client_of, bakery):
    """`browser(bob).page("views")`, `.send("view-new", name=…)`: what one person sees and does in the bakery."""

    class Browser:
        def __init__(self, user):
            user.language = "en"
            user.save()
            self.client = client_of(user)

        def page(self, name, *ids, query=""):
            return self.client.get(reverse(name, args=[bakery.slug, *ids]) + query)

        def text(self, name, *ids, query=""):
            response = self.page(name, *ids, query=query)
            assert response.status_code == 200
            return unescape(response.content.decode())

        def send(self, url_name, /, *ids, **fields):
            return self.client.post(reverse(url_name, args=[bakery.slug, *ids]), fields)

    return Browser


def verbs():
    return list(AuditEvent.objects.filter(target_kind="savedview").order_by("pk").values_list("verb", "target_label"))


# --- Keeping -------------------------------------------------------------------------------------------------------


def test_a_view_is_kept_with_its_filters_and_without_its_day(browser, alice, bakery):
    channel = make_channel(bakery)
    query = f"view=list&d=2027-01-05&channel={channel.pk}&color=status&q=pain"
    response = browser(alice).send("view-new", name="  Bread   first ", address=query)
    view = SavedView.objects.get()
    assert (view.name, view.owner, view.is_shared) == ("Bread first", alice, False)
    assert view.address == f"view=list&channel={channel.pk}&color=status&q=pain"
    assert response["Location"].endswith(f"?{query}")
    assert verbs() == [("created", "Bread first")]


def test_the_form_says_what_would_be_kept(browser, alice, bakery):
    make_persona(bakery, name="Inès")
    page = browser(alice).text("view-new", query="?view=board&persona=none&q=pain&color=owner")
    for words in ("Board", "No persona", "“pain”", "Coloured by: In the care of"):
        assert words in page
    assert 'name="address" value="view=board&d=2026-06-10&persona=none&color=owner&q=pain"' in page


def test_a_name_is_needed_and_stands_once_for_each_person(browser, alice, bob, bakery):
    make_saved_view(bakery, alice, name="Bread")
    for name, said in (("", "This field is required"), ("  BREAD ", "You have a view of this name already.")):
        response = browser(alice).send("view-new", name=name, address="view=month")
        assert response.status_code == 422
        assert said in response.content.decode()
    assert browser(bob).send("view-new", name="Bread", address="view=month").status_code == 302
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize(
    "address",
    ["", "&&&==", "view=<script>&d=never&color=taste&channel=999&owner=x&q=" + "a" * 5000, "%ff=%ff&q=%ff", "?d=1&d=2"],
)
def test_garbage_in_an_address_is_left_out(browser, alice, address):
    alice_s = browser(alice)
    assert alice_s.page("view-new", query=f"?{quote(address, safe='=&%')}").status_code == 200
    assert alice_s.send("view-new", name="Garbage", address=address).status_code == 302
    view = SavedView.objects.get()
    assert "script" not in view.address
    assert alice_s.page("calendar", query=f"?{view.address}").status_code == 200


def test_an_address_too_long_to_be_kept_is_refused(browser, alice, bakery):
    query = "&".join(f"channel={make_channel(bakery).pk}" for _number in range(250))
    response = browser(alice).send("view-new", name="Everything", address=query)
    assert (response.status_code, SavedView.objects.count()) == (422, 0)
    assert "too long to be kept" in response.content.decode()


def test_nobody_keeps_more_views_than_anybody_can_read(browser, alice, bakery):
    for _number in range(MOST_KEPT):
        make_saved_view(bakery, alice)
    response = browser(alice).send("view-new", name="One more", address="view=month")
    assert response.status_code == 422
    assert "remove one of them first" in response.content.decode()


# --- Opening -------------------------------------------------------------------------------------------------------


def test_the_calendar_lists_ones_own_views_and_the_team_s(browser, alice, bob, bakery, museum, charlie):
    make_saved_view(bakery, alice, name="Alone", address="view=month&q=alone")
    make_saved_view(bakery, alice, name="Together", is_shared=True, address="view=list&q=together")
    make_saved_view(museum, charlie, name="Elsewhere", is_shared=True)
    for user, seen in ((alice, True), (bob, False)):
        for name in ("calendar", "views"):
            page = browser(user).text(name)
            assert ("Alone" in page) is seen
            assert "Together" in page
            assert "?view=list&q=together" in page
            assert "Elsewhere" not in page


def test_the_menu_is_called_as_the_view_that_is_open(browser, alice, bakery):
    make_saved_view(bakery, alice, name="Bread", address="view=month&q=pain")
    assert '<span class="menu-name">Bread</span>' in browser(alice).text("calendar", query="?view=month&q=pain")
    assert '<span class="menu-name">To review</span>' in browser(alice).text(
        "calendar", query="?view=list&status=in_review&d=2026-01-01"
    )
    assert "menu-name" not in browser(alice).text("calendar", query="?q=other").split("cal-saved")[1].split("<form")[0]


def test_a_view_shows_the_same_posts_to_another_member(browser, alice, bob, bakery, today):
    channel = make_channel(bakery)
    make_post(bakery, "Sourdough", day=today, channel=channel)
    make_post(bakery, "Baguette", day=today)
    view = make_saved_view(bakery, alice, is_shared=True, address=f"view=list&channel={channel.pk}")
    page = browser(bob).text("calendar", query=f"?{view.address}")
    assert "Sourdough" in page
    assert "Baguette" not in page


def test_what_is_gone_is_left_out_with_a_note(browser, alice, bakery, today):
    channel = make_channel(bakery)
    make_post(bakery, "Sourdough", day=today)
    view = make_saved_view(bakery, alice, address=f"view=list&channel={channel.pk}")
    channel.delete()
    page = browser(alice).text("calendar", query=f"?{view.address}")
    assert "A filter in this address is not known here and was left out." in page
    assert "Sourdough" in page
    assert "Something that it filtered by is gone" in browser(alice).text("views")


def test_suggestions_find_what_they_say(browser, alice, bob, bakery, today):
    persona = make_persona(bakery)
    make_post(bakery, "Mine", day=today, owner=alice, persona=persona)
    make_post(bakery, "Theirs", day=today, owner=bob, persona=persona)
    make_post(bakery, "To read", day=today, status="in_review", persona=persona)
    make_post(bakery, "For nobody", day=today)
    page = browser(alice).text("calendar", query="?view=list")
    offered = page.split('id="saved-offered"')[1].split("</ul>")[0]
    queries = [part.split('"')[0] for part in offered.split('href="')[1:]]
    assert len(queries) == 4

    def titles(query):
        found = browser(alice).text("calendar", query=query).split('class="cal-main"')[1]
        return {title for title in ("Mine", "Theirs", "To read", "For nobody") if f">{title}</a>" in found}

    assert titles(queries[0]) == {"Mine"}
    assert titles(queries[1]) == {"To read"}
    assert titles(queries[2]) == {"For nobody"}
    assert "To read" in titles(queries[3])  # it is to be read, and there is no text in it


def test_the_page_counts_the_posts_of_the_month(browser, alice, bakery, today):
    for number in range(3):
        make_post(bakery, f"Bread {number}", day=today)
    make_post(bakery, "Bread of July", day=date(2026, 7, 10))
    make_saved_view(bakery, alice, address="view=month&q=bread")
    assert "3 posts in June 2026" in browser(alice).text("views")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_questions_whatever_there_is(
    browser, alice, bob, bakery, today, count, django_assert_num_queries
):
    for number in range(count):
        make_post(bakery, f"Bread {number}", day=today, channel=make_channel(bakery))
        make_saved_view(bakery, alice)
        make_saved_view(bakery, bob, is_shared=True)
    alice_s = browser(alice)
    alice_s.page("views")
    with django_assert_num_queries(11):
        alice_s.page("views")


def test_names_are_escaped(browser, alice, bob, bakery):
    alice.name = NASTY
    view = make_saved_view(bakery, alice, name=NASTY[:60], is_shared=True)
    for user in (alice, bob):
        for name, ids in (("calendar", ()), ("views", ()), ("view", (view.pk,))):
            response = browser(user).page(name, *ids)
            assert b"<script>alert" not in response.content


# --- Sharing, renaming, removing -----------------------------------------------------------------------------------


def test_sharing_needs_an_editor_and_keeping_only_a_reader(browser, bakery, dora, erin, bob):
    for user, may_share in ((dora, False), (erin, False), (bob, True)):
        page = browser(user).text("view-new")
        assert ('name="is_shared"' in page) is may_share
        assert browser(user).send("view-new", name="Ours", address="q=pain", is_shared="on").status_code == 302
        view = SavedView.objects.get(owner=user)
        assert view.is_shared is may_share
        view.is_shared = False
        view.save()
        assert browser(user).send("view-share", view.pk).status_code == (302 if may_share else 403)


def test_a_view_is_shared_and_kept_to_oneself_again(browser, bob, bakery):
    view = make_saved_view(bakery, bob, name="Bread")
    for name, is_shared in (("view-share", True), ("view-share", True), ("view-unshare", False)):
        assert browser(bob).send(name, view.pk).status_code == 302
        view.refresh_from_db()
        assert view.is_shared is is_shared
    assert verbs() == [("edited", "Bread"), ("edited", "Bread")]


def test_a_view_is_renamed_without_changing_what_it_shows(browser, bob, bakery):
    view = make_saved_view(bakery, bob, name="Bread", address="view=list&q=pain")
    assert "“pain”" in browser(bob).text("view", view.pk)
    assert browser(bob).send("view", view.pk, name="Loaves", address="view=month").status_code == 302
    view.refresh_from_db()
    assert (view.name, view.address) == ("Loaves", "view=list&q=pain")
    assert verbs() == [("edited", "Loaves")]


def test_who_lost_the_right_to_share_keeps_what_was_shared(browser, bakery, bob):
    view = make_saved_view(bakery, bob, is_shared=True)
    with scope(workspace=bakery):
        bakery.memberships.filter(user=bob).update(role="viewer")
    assert browser(bob).send("view", view.pk, name="Still ours").status_code == 302
    view.refresh_from_db()
    assert view.is_shared
    assert browser(bob).send("view-unshare", view.pk).status_code == 302


def test_nobody_touches_the_view_of_another_but_an_administrator_removes_shared_ones(browser, alice, bob, bakery):
    erica = make_user("erica@example.org")
    make_membership(erica, bakery, "editor")
    own, ours = make_saved_view(bakery, bob, name="Own"), make_saved_view(bakery, bob, name="Ours", is_shared=True)
    for user in (erica, alice):
        for view in (own, ours):
            assert browser(user).page("view", view.pk).status_code == 404
            for name in ("view", "view-share", "view-unshare"):
                assert browser(user).send(name, view.pk, name="Mine").status_code == 404
        assert browser(user).send("view-delete", own.pk).status_code == 404
    assert browser(erica).send("view-delete", ours.pk).status_code == 404
    assert browser(alice).send("view-delete", ours.pk).status_code == 302
    assert browser(bob).send("view-delete", own.pk).status_code == 302
    assert not SavedView.objects.exists()
    assert verbs() == [("removed", "Ours"), ("removed", "Own")]


def test_a_stranger_finds_nothing(client_of, charlie, alice, bakery):
    view = make_saved_view(bakery, alice, is_shared=True)
    client = client_of(charlie)
    for name, ids in (("views", ()), ("view-new", ()), ("view", (view.pk,))):
        assert client.get(reverse(name, args=[bakery.slug, *ids])).status_code == 404
    for name in ("view", "view-share", "view-unshare", "view-delete"):
        assert client.post(reverse(name, args=[bakery.slug, view.pk]), {"name": "Mine"}).status_code == 404
    assert client.get(f"/w/bakery/calendar/?{view.address}").status_code == 404
    assert SavedView.objects.count() == 1
