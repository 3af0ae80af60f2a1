"""Where a person is signed in, and how that ends."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone

from smplanner.workspaces.sessions import device
from tests.conftest import SiteClient
from tests.factories import PASSWORD

SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 "
    "Mobile/15E148 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0"


def signed_in(user) -> SiteClient:
    """A browser in which `user` signed in by the form."""
    client = SiteClient()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize(
    ("told", "named"), [(SAFARI, ("Safari", "iPhone")), (EDGE, ("Edge", "Windows")), ("curl/8", ("", ""))]
)
def test_a_device_is_told_in_words(told, named):
    assert device(told) == named


def test_the_list_shows_each_browser_and_ends_one(alice):
    here, there = signed_in(alice), signed_in(alice)
    shown = here.get(reverse("sessions")).context["sessions"]
    assert [one["is_here"] for one in shown] == [True, False]

    here.post(reverse("session-end", args=[shown[1]["row"].pk]))
    assert there.get("/").status_code == 302
    assert here.get("/profile/").status_code == 200


def test_the_list_asks_the_same_however_long_it_is(alice, django_assert_num_queries):
    here = signed_in(alice)
    for _ in range(3):
        signed_in(alice)
    with django_assert_num_queries(5):  # session, person; sessions, which of them live, the workspaces of the menu
        here.get(reverse("sessions"))


def test_nobody_ends_another_person_s_session(alice, charlie):
    signed_in(alice)
    hers = UserSession.objects.get(user=alice)
    assert signed_in(charlie).post(reverse("session-end", args=[hers.pk])).status_code == 404
    assert UserSession.objects.filter(pk=hers.pk).exists()


def test_all_others_end_at_once(alice):
    here, *others = (signed_in(alice) for _ in range(3))
    here.post(reverse("sessions-end"))
    assert [other.get("/").status_code for other in others] == [302, 302]
    assert here.get("/profile/").status_code == 200


def test_another_password_ends_all_other_sessions(alice):
    here, there = signed_in(alice), signed_in(alice)
    new = "un-levain-de-trois-jours"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post(reverse("account_change_password"), fields)
    assert there.get("/").status_code == 302
    assert here.get("/profile/").status_code == 200
    assert UserSession.objects.filter(user=alice).count() == 1


def test_a_session_ends_after_ninety_days_though_it_is_used(alice, monkeypatch):
    browser, begun = signed_in(alice), timezone.now()
    for days, status in ((13, 200), (26, 200), (39, 200), (52, 200), (65, 200), (78, 200), (89, 200), (91, 302)):
        monkeypatch.setattr(timezone, "now", lambda days=days: begun + timedelta(days=days))
        assert browser.get("/profile/").status_code == status, days


def test_a_session_ends_after_two_weeks_without_a_visit(alice, monkeypatch):
    browser, begun = signed_in(alice), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: begun + timedelta(days=15))
    assert browser.get("/profile/").status_code == 302


def test_a_visit_is_noted_at_most_once_an_hour(alice, monkeypatch):
    browser, begun = signed_in(alice), timezone.now()
    seen = []
    for minutes in (10, 50, 70, 100):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: begun + timedelta(minutes=minutes))
        browser.get("/profile/")
        seen.append(round((UserSession.objects.get().last_seen_at - begun) / timedelta(minutes=1)))
    assert seen == [0, 0, 70, 70]
