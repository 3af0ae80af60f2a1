"""The first walk through the product: from signing in to a calendar program that reads the checked plan."""

import re

import vobject
from django.core.management import call_command
from django_scopes import scope
from playwright.sync_api import expect

from calendar_app.models import Post
from smplanner.workspaces.models import Workspace
from tests.factories import make_user


def test_a_newcomer_sees_findings_follows_one_and_subscribes(page, through_the_form, address, settings):
    settings.SITE_URL = address
    nadege = make_user("nadege@example.org")
    call_command("seed_demo", owner=nadege.email, verbosity=0)
    bakery = Workspace.objects.get(is_demo=True)
    page.goto("/")
    through_the_form(page, nadege)

    # The first page is the month, with what the checker says beside it.
    expect(page.get_by_role("grid")).to_be_visible()
    lines = page.locator(".cal-check li")
    expect(lines.first).to_be_visible()
    titles = [re.sub(r"\s+\d+.*", "", line) for line in lines.all_inner_texts()]
    assert len(set(titles)) >= 8
    expect(page.locator(".chip .icon[class*=sev], .chip [class*=sev-]").nth(2)).to_be_attached()

    # One of them leads to the form that cures it, and is gone afterwards.
    page.get_by_role("navigation", name="Principale").get_by_role("link", name="Contrôle").click()
    finding = page.locator(".finding", has_text="Publier sans objectif")
    finding.get_by_role("link", name="Fixer un objectif").click()
    page.get_by_label("Ce que nous voulons").fill("Trente gâteaux de plus par mois")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1, name="Contrôle")).to_be_visible()
    expect(page.locator(".finding").first).to_be_visible()
    expect(page.locator(".finding", has_text="Publier sans objectif")).to_have_count(0)

    # The same plan in a calendar program.
    page.get_by_role("banner").locator("summary", has_text=bakery.name).click()
    page.get_by_role("link", name="Abonnements iCal").click()
    page.get_by_label("Nom").first.fill("Téléphone")
    page.get_by_role("button", name="Créer l’adresse").click()
    secret = page.get_by_role("textbox", name="Adresse secrète").input_value()
    answer = page.request.get(secret)
    assert answer.status == 200
    read = {event.uid.value: event.dtstart.value for event in vobject.readOne(answer.text()).vevent_list}
    with scope(workspace=bakery):
        dated = Post.objects.exclude(publish_at=None).exclude(status=Post.Status.CANCELLED)
        planned = {str(post.uid): (post.publish_at, post.local_date, post.local_time) for post in dated}
    assert read.keys() == planned.keys()
    for uid, (instant, day, clock) in planned.items():
        assert read[uid] == (instant if clock else day)
    again = page.request.get(secret, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status, again.headers["etag"]) == (304, answer.headers["etag"])
