"""Parts of pages that are kept from one page to the next show each page what is its own."""

import pytest
from django.template import Context, RequestContext, Template
from django.urls import reverse

from calendar_app.facets import Option
from smplanner import kept
from smplanner.workspaces.models import Membership
from smplanner.workspaces.roles import Role
from tests.factories import make_membership, make_workspace

pytestmark = pytest.mark.django_db


def page(client, slug: str, view: str = "month") -> str:
    return client.get(reverse("calendar", args=[slug]), {"view": view}).content.decode()


def token(html: str) -> str:
    return html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def test_each_page_has_its_own_address_and_its_own_token(client_of, alice, bakery):
    client = client_of(alice)
    month, week = page(client, "bakery"), page(client, "bakery", "week")
    assert 'name="next" value="/w/bakery/calendar/?view=month"' in month
    assert 'name="next" value="/w/bakery/calendar/?view=week"' in week
    assert len({token(month), token(week), ""}) == 3
    assert not [word for html in (month, week) for word in (kept._ADDRESS, kept._TOKEN) if word in html]


def test_a_form_of_a_kept_part_is_accepted(client_of, alice, bakery):
    client = client_of(alice)
    client.handler.enforce_csrf_checks = True
    given = token(page(client, "bakery"))
    answer = client.post(reverse("set-theme"), {"theme": "dark", "csrfmiddlewaretoken": given})
    assert answer.status_code == 302
    assert client.post(reverse("set-theme"), {"theme": "dark"}).status_code == 403


def test_an_address_is_escaped_where_it_is_filled_in(client_of, alice, bakery):
    html = client_of(alice).get(reverse("calendar", args=["bakery"]) + '?q="><i>').content.decode()
    assert "<i>" not in html


def test_each_reader_is_shown_what_is_theirs(client_of, alice, dora, charlie, bakery, museum):
    admin, viewer, stranger = (
        page(client_of(person), slug) for person, slug in ((alice, "bakery"), (dora, "bakery"), (charlie, "museum"))
    )
    for person, html in ((alice, admin), (dora, viewer), (charlie, stranger)):
        assert [f'truncate">{one}</p>' in html for one in (alice, dora, charlie)] == [
            one == person for one in (alice, dora, charlie)
        ]
    new, settings = reverse("post-new", args=["bakery"]), reverse("workspace-settings", args=["bakery"])
    assert [(new in html, settings in html) for html in (admin, viewer, stranger)] == [
        (True, True),
        (False, False),
        (False, False),
    ]
    assert "/w/bakery/" not in stranger


def test_what_a_person_may_or_is_called_counts_at_once(client_of, bob, bakery):
    client = client_of(bob)
    assert reverse("post-new", args=["bakery"]) in page(client, "bakery")
    Membership.objects.filter(user=bob).update(role=Role.VIEWER)
    assert reverse("post-new", args=["bakery"]) not in page(client, "bakery")
    other = make_workspace("Harbour")
    make_membership(bob, other, Role.VIEWER)
    assert "Harbour" in page(client, "bakery")
    type(bob).objects.filter(pk=bob.pk).update(name="Bruno of the harbour", language="en")
    html = page(client, "bakery")
    assert "Bruno of the harbour" in html
    assert "Sign out" in html


def test_another_value_is_another_part(rf, alice):
    template = Template("{% kept 'calendar/_dialogs.html' new_url='/new/' channels=channels personas=personas %}")
    request = rf.get("/")
    request.user, request.workspace = alice, None
    shown = []
    for label in ("Blog", "<b>", "Blog"):
        values = {"channels": (Option(1, label, "ink"),), "personas": ()}
        request.workspace = type("Space", (), {"slug": "bakery", "name": "Bakery"})()
        shown.append(template.render(RequestContext(request, values)))
    assert [">Blog<" in html for html in shown] == [True, False, True]
    assert ">&lt;b&gt;<" in shown[1]


def test_without_a_frame_it_is_an_included_template():
    assert "toast-template" in Template("{% kept '_toasts.html' %}").render(Context({}))
