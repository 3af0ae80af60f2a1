"""Writing a post."""

import re
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from calendar_app.models import Media, Partner, Post
from smplanner.workspaces.models import AuditEvent
from tests.factories import (
    make_campaign,
    make_channel,
    make_media,
    make_membership,
    make_objective,
    make_persona,
    make_pillar,
    make_post,
    make_user,
)

DAY = date(2026, 6, 10)
FORM = "application/x-www-form-urlencoded"
SILENT = {"has_captions": False, "no_speech": False}
NO_PICTURES = {"media-TOTAL_FORMS": "0", "media-INITIAL_FORMS": "0"}


def new(workspace) -> str:
    return reverse("post-new", args=[workspace.slug])


def save(post: Post) -> str:
    return reverse("post-save", args=[post.workspace.slug, post.pk])


def opened(post: Post) -> str:
    return reverse("post", args=[post.workspace.slug, post.pk])


def typed(post: Post | None = None, **fields: object) -> dict[str, object]:
    """What the editor sends for `post` as it stands, or for a new one, but for `fields`."""
    data: dict[str, object] = {"title": "Croissants", "status": "idea", "media_type": "owned", **NO_PICTURES}
    if post is not None:
        data |= {"title": post.title, "text": post.text, "status": post.status, "version": post.version}
        data |= {
            f"{name}": getattr(post, f"{name}_id") or ""
            for name in ("channel", "persona", "objective", "pillar", "owner")
        }
        data |= {"local_date": post.local_date or "", "local_time": post.local_time or ""}
    return data | fields


def picture(n: int, media: Media | None = None, **fields: object) -> dict[str, object]:
    row = {
        "kind": "image",
        "label": "",
        "alt_text": "",
        **({"id": media.pk, "label": media.label} if media else {}),
        **fields,
    }
    return {f"media-{n}-{name}": value for name, value in row.items()}


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def errors(answer) -> dict[str, list[str]]:
    return answer.context["form"].errors


# --- A new post ----------------------------------------------------------------------------------------------------


def test_a_title_is_enough(client_of, bob, bakery):
    answer = client_of(bob).post(new(bakery), typed())
    post = Post.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("calendar", args=["bakery"]))
    assert (post.title, post.status, post.owner, post.workspace, post.zone) == (
        "Croissants", "idea", bob, bakery, "Europe/Paris"
    )  # fmt: skip
    assert AuditEvent.objects.get().verb == "created"


def test_a_post_without_a_title_is_refused_at_the_field(client_of, bob, bakery):
    answer = client_of(bob).post(new(bakery), typed(title="  "))
    assert (answer.status_code, list(errors(answer))) == (422, ["title"])
    assert Post.objects.count() == 0


def test_saving_leads_to_the_month_of_the_post(client_of, bob, bakery):
    answer = client_of(bob).post(new(bakery), typed(local_date="2026-06-10", local_time="09:00"))
    assert answer.url == reverse("calendar", args=["bakery"]) + "?d=2026-06-10"
    post = Post.objects.get()
    assert (post.publish_at, post.status) == (datetime(2026, 6, 10, 7, tzinfo=UTC), "planned")


def test_saving_leads_back_to_where_one_came_from_but_never_to_another_site(client_of, bob, bakery):
    client = client_of(bob)
    assert client.post(new(bakery), typed(next="/w/bakery/check/")).url == "/w/bakery/check/"
    for elsewhere in ("https://example.com/", "//example.com/", "javascript:alert(1)", "\\\\example.com"):
        assert client.post(new(bakery), typed(next=elsewhere)).url == "/w/bakery/calendar/"


def test_one_can_save_and_stay(client_of, bob, bakery):
    answer = client_of(bob).post(new(bakery), typed(save_and_stay="1"))
    assert answer.url == opened(Post.objects.get())


def test_line_breaks_count_as_one_character(client_of, bob, bakery):
    client_of(bob).post(new(bakery), typed(text="Du pain\r\net du beurre"))
    assert Post.objects.get().text == "Du pain\net du beurre"


def test_a_new_post_comes_with_its_pictures(client_of, bob, bakery):
    pictures = {
        **NO_PICTURES,
        "media-TOTAL_FORMS": "2",
        **picture(0, label="four.jpg", alt_text="Le four"),
        **picture(1),
    }
    client_of(bob).post(new(bakery), typed(**pictures))
    media = Media.objects.get()
    assert (media.label, media.alt_text, media.workspace, media.post) == (
        "four.jpg",
        "Le four",
        bakery,
        Post.objects.get(),
    )
    assert AuditEvent.objects.count() == 1


def test_the_title_takes_the_focus_on_a_new_post_only(client_of, bob, bakery):
    client = client_of(bob)
    assert client.get(new(bakery)).context["form"].fields["title"].widget.attrs.get("autofocus") is True
    answer = client.get(opened(make_post(bakery)))
    assert "autofocus" not in answer.context["form"].fields["title"].widget.attrs


# --- Filled in beforehand ------------------------------------------------------------------------------------------


def test_a_link_fills_in_what_it_names(client_of, bob, bakery):
    channel = make_channel(bakery)
    answer = client_of(bob).get(
        new(bakery), {"day": "2026-06-10", "time": "18:00", "channel": channel.pk, "title": "Fête"}
    )
    form = answer.context["form"]
    assert {name: form[name].value() for name in ("title", "channel", "local_date", "local_time", "status", "owner")} == {
        "title": "Fête", "channel": str(channel.pk), "local_date": DAY, "local_time": time(18), "status": "planned",
        "owner": bob.pk,
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        {"day": "2026-02-31"}, {"day": "0001-01-01"}, {"day": "9999-12-31"}, {"day": "demain"}, {"day": "2026-06-10", "time": "25:61"},
        {"channel": "0"}, {"channel": "x"}, {"persona": "9" * 30}, {"intent": "none-such"}, {"title": "x" * 5000},
        {"objective": "-1"}, {"pillar": "’"}, {"owner": "1"},
    ],
)  # fmt: skip
def test_a_link_with_nonsense_opens_the_form_all_the_same(client_of, bob, bakery, query):
    assert client_of(bob).get(new(bakery), query).status_code == 200


def test_a_nul_byte_in_an_address_is_a_bad_request(client_of, bob, bakery):
    assert client_of(bob).get(new(bakery) + "?title=%00").status_code == 400


# --- Bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"local_date": "2026-02-31"}, "local_date"),
        ({"local_date": "0001-01-01"}, "local_date"),
        ({"local_date": "9999-12-31", "local_time": "23:59"}, "local_date"),
        ({"local_date": "mercredi"}, "local_date"),
        ({"local_date": "2026-06-10", "local_time": "25:00"}, "local_time"),
        ({"local_time": "09:00"}, "local_date"),
        ({"title": "x" * 100_000}, "title"),
        ({"title": "pain\x00"}, "title"),
        ({"text": "pain\x00"}, "text"),
        ({"text": "x" * 70_001}, "text"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://example.org/\x00"}, "link"),
        ({"intent": "none-such"}, "intent"),
        ({"status": "none-such"}, "status"),
        ({"status": ""}, "status"),
        ({"channel": "9" * 30}, "channel"),
        ({"channel": "x\x00"}, "channel"),
        ({"owner": "-1"}, "owner"),
        ({"version": "x"}, "version"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field_and_kept_in_the_form(client_of, bob, bakery, fields, at):
    answer = client_of(bob).post(new(bakery), typed(**fields))
    assert (answer.status_code, list(errors(answer))) == (422, [at])
    assert answer.context["form"][at].value() == fields.get(at)
    assert Post.objects.count() == 0


@pytest.mark.parametrize("raw", [b"\xed\xa0\x80", b"\xff\xfe", "🥐".encode()])
def test_a_title_of_any_bytes_is_saved_or_refused_but_never_an_error(client_of, bob, bakery, raw):
    body = urlencode(typed()).encode().replace(b"Croissants", b"".join(b"%%%02X" % byte for byte in raw))
    assert client_of(bob).post(new(bakery), body, content_type=FORM).status_code == 302


@pytest.mark.parametrize(
    "fields",
    [{"media-TOTAL_FORMS": "x"}, {"media-TOTAL_FORMS": "9999"}, {"media-TOTAL_FORMS": "3", "media-INITIAL_FORMS": "3"}],
)
def test_a_tampered_row_count_is_refused(client_of, bob, bakery, fields):
    assert client_of(bob).post(new(bakery), typed(**fields)).status_code == 422


@pytest.mark.parametrize("make", [make_channel, make_persona, make_objective, make_pillar])
def test_another_workspace_s_rows_are_no_choice(client_of, bob, bakery, museum, make):
    name = make.__name__.removeprefix("make_")
    answer = client_of(bob).post(new(bakery), typed(**{name: make(museum).pk}))
    assert (answer.status_code, list(errors(answer))) == (422, [name])


def test_a_stranger_can_not_be_put_in_charge(client_of, bob, charlie, bakery):
    answer = client_of(bob).post(new(bakery), typed(owner=charlie.pk))
    assert (answer.status_code, list(errors(answer))) == (422, ["owner"])


def test_another_post_s_picture_can_not_be_taken_over(client_of, bob, bakery, museum):
    theirs = make_media(make_post(museum), label="secret.jpg")
    post = make_post(bakery)
    pictures = {"media-TOTAL_FORMS": "1", "media-INITIAL_FORMS": "1", **picture(0, theirs, label="mine.jpg")}
    answer = client_of(bob).post(save(post), typed(post, **pictures))
    assert answer.status_code == 422
    assert "id" in answer.context["media"].errors[0]
    assert Media.objects.get().label == "secret.jpg"


# --- An old post ---------------------------------------------------------------------------------------------------


def test_an_edit_is_saved_and_logged_once(client_of, bob, bakery):
    post = make_post(bakery, "Croissants", day=DAY)
    media = make_media(post, label="four.jpg")
    pictures = {"media-TOTAL_FORMS": "2", "media-INITIAL_FORMS": "1"}
    pictures |= picture(0, media, alt_text="Le four ouvert") | picture(1, label="vitrine.jpg")
    answer = client_of(bob).post(save(post), typed(post, title="Brioches", **pictures))
    post.refresh_from_db()
    assert (answer.status_code, post.title, post.version) == (302, "Brioches", 2)
    assert list(post.media.values_list("label", "alt_text")) == [("four.jpg", "Le four ouvert"), ("vitrine.jpg", "")]
    assert AuditEvent.objects.get().diff == {
        "title": ["Croissants", "Brioches"],
        "media": [
            [{"id": media.pk, "alt_text": ""}],
            [
                {"id": media.pk, "alt_text": "Le four ouvert"},
                {"kind": "image", "label": "vitrine.jpg", "alt_text": "", "is_decorative": False} | SILENT,
            ],
        ],
    }


def test_a_removed_picture_is_logged_and_makes_a_version(client_of, bob, bakery):
    post = make_post(bakery)
    media = make_media(post, label="four.jpg")
    pictures = {"media-TOTAL_FORMS": "1", "media-INITIAL_FORMS": "1", **picture(0, media, DELETE="on")}
    client_of(bob).post(save(post), typed(post, **pictures))
    post.refresh_from_db()
    assert (post.media.count(), post.version) == (0, 2)
    assert AuditEvent.objects.get().diff["media"][1] == []


def test_saving_without_a_change_leaves_nothing_behind(client_of, bob, bakery):
    post = make_post(
        bakery,
        day=DAY,
        clock=time(9),
        text="Du pain\net du beurre",
        channel=make_channel(bakery),
        persona=make_persona(bakery),
    )
    media = make_media(post)
    pictures = {"media-TOTAL_FORMS": "2", "media-INITIAL_FORMS": "1", **picture(0, media), **picture(1)}
    sent = typed(post, text="Du pain\r\net du beurre", **pictures)
    assert client_of(bob).post(save(post), sent).status_code == 302
    after = Post.objects.get()
    assert (after.version, after.sequence, after.changed_at) == (1, 0, post.changed_at)
    assert AuditEvent.objects.count() == 0


def test_what_was_chosen_stays_though_it_is_no_longer_offered(client_of, bob, bakery):
    gone = make_user("gone@example.org")
    chosen = {
        "channel": make_channel(bakery, status="left"), "persona": make_persona(bakery, status="archived"),
        "objective": make_objective(bakery, status="reached"), "pillar": make_pillar(bakery, is_archived=True), "owner": gone,
    }  # fmt: skip
    post = make_post(bakery, **chosen)
    assert client_of(bob).post(save(post), typed(post, title="Autre")).status_code == 302
    post.refresh_from_db()
    assert {name: getattr(post, name) for name in chosen} == chosen
    fresh = client_of(bob).post(new(bakery), typed(channel=chosen["channel"].pk))
    assert list(errors(fresh)) == ["channel"]


def test_wrong_pictures_lose_nothing_of_what_was_typed(client_of, bob, bakery):
    post = make_post(bakery, "Croissants")
    pictures = {"media-TOTAL_FORMS": "1", "media-INITIAL_FORMS": "0", **picture(0, alt_text="Sans nom de fichier")}
    answer = client_of(bob).post(save(post), typed(post, title="Brioches", **pictures))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert (answer.context["heading"], answer.context["form"]["title"].value()) == ("Croissants", "Brioches")
    assert "Sans nom de fichier" in page
    assert answer.context["media"].errors == [{"label": ["Ce champ est obligatoire."]}]
    assert Post.objects.get().title == "Croissants"


def test_the_page_of_an_unsaved_form_can_be_reloaded(client_of, bob, bakery):
    post = make_post(bakery)
    answer = client_of(bob).get(save(post))
    assert (answer.status_code, answer.url) == (302, opened(post))


# --- Clock changes -------------------------------------------------------------------------------------------------


def test_a_time_that_the_clocks_skip_is_saved_and_said(client_of, bob, bakery):
    answer = client_of(bob).post(new(bakery), typed(local_date="2026-03-29", local_time="02:30"))
    post = Post.objects.get()
    assert (post.local_time, post.publish_at) == (time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC))
    assert any("02:30" in message and "03:30" in message for message in said(answer))


def test_of_two_equal_times_the_second_can_be_chosen(client_of, bob, bakery):
    client = client_of(bob)
    answer = client.post(new(bakery), typed(local_date="2026-10-25", local_time="02:30"))
    post = Post.objects.get()
    assert post.publish_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert any("02:30" in message for message in said(answer))

    assert "second_hour" in client.get(opened(post)).context["form"].fields
    client.post(save(post), typed(post, second_hour="on"))
    post.refresh_from_db()
    assert (post.fold, post.publish_at, post.sequence) == (1, datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 1)

    client.post(save(post), typed(post))
    assert Post.objects.get().publish_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_ordinary_day_asks_nothing_about_the_clocks(client_of, bob, bakery):
    post = make_post(bakery, day=DAY, clock=time(2, 30))
    assert "second_hour" not in client_of(bob).get(opened(post)).context["form"].fields


# --- Two at once: tests/calendar_app/views/test_merging.py ---------------------------------------------------------


def test_a_save_that_does_not_say_what_it_read_is_stale(client_of, bob, bakery):
    post = make_post(bakery)
    assert client_of(bob).post(save(post), typed(post, version="", title="Brioches")).status_code == 409
    assert Post.objects.get().title == post.title


# --- Who may -------------------------------------------------------------------------------------------------------


def test_a_contributor_can_not_approve(client_of, erin, bakery):
    post = make_post(bakery)
    client = client_of(erin)
    answer = client.post(save(post), typed(post, status="approved"))
    assert (answer.status_code, list(errors(answer))) == (422, ["status"])
    assert list(errors(client.post(new(bakery), typed(status="approved")))) == ["status"]


def test_an_approver_can(client_of, frank, bakery):
    post = make_post(bakery)
    client_of(frank).post(save(post), typed(post, status="approved"))
    assert Post.objects.get().status == "approved"


def test_what_is_approved_stays_so_when_a_contributor_mends_it(client_of, erin, bakery):
    """What was approved is what readers see: the rest can still be mended."""
    post = make_post(bakery, status="approved")
    client_of(erin).post(save(post), typed(post, minutes_planned="30"))
    assert Post.objects.values_list("minutes_planned", "status").get() == (30, "approved")


def test_a_viewer_reads_and_does_not_write(client_of, dora, bakery):
    post = make_post(bakery, "Croissants", day=DAY, text="Tout chauds.")
    client = client_of(dora)
    page = client.get(opened(post))
    assert (page.status_code, page.templates[0].name) == (200, "posts/read.html")
    assert "Tout chauds." in page.content.decode()
    assert client.get(new(bakery)).status_code == 403
    assert client.post(new(bakery), typed()).status_code == 403
    assert client.post(save(post), typed(post, title="Brioches")).status_code == 403
    assert Post.objects.get().title == "Croissants"


def test_charlie_finds_nothing(client_of, charlie, bakery, museum):
    post = make_post(bakery)
    client = client_of(charlie)
    assert client.get(opened(post)).status_code == 404
    assert client.post(save(post), typed(post)).status_code == 404
    assert client.post(new(bakery), typed()).status_code == 404
    through_the_museum = reverse("post-save", args=[museum.slug, post.pk])
    assert client.post(through_the_museum, typed(post)).status_code == 404
    assert Post.objects.count() == 1


def test_a_number_that_no_post_has_is_not_found(client_of, bob, bakery):
    for number in (0, 10**30):
        assert client_of(bob).get(reverse("post", args=["bakery", number])).status_code == 404


def test_anonymous_visitors_are_asked_to_sign_in(client, bakery):
    assert client.get(new(bakery)).url == f"/accounts/login/?next={new(bakery)}"


# --- From the calendar's quick dialog ------------------------------------------------------------------------------

JSON = {"Accept": "application/json"}


def test_the_quick_dialog_makes_a_post(client_of, bob, bakery):
    answer = client_of(bob).post(new(bakery), {"title": "Galette", "local_date": "2026-06-10"}, headers=JSON)
    post = Post.objects.get()
    assert (answer.status_code, answer.json()) == (201, {"ok": True, "id": post.pk, "url": opened(post)})
    assert (post.title, post.local_date, post.status, post.owner) == ("Galette", DAY, "planned", bob)
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"title": ""}, "title"),
        ({"local_date": "2026-02-31"}, "local_date"),
        ({"local_date": "9999-12-31"}, "local_date"),
    ],
)
def test_the_quick_dialog_is_told_what_is_wrong(client_of, bob, bakery, fields, at):
    answer = client_of(bob).post(new(bakery), {"title": "Galette", **fields}, headers=JSON)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [at])


def test_the_quick_dialog_takes_no_channel_of_another_workspace(client_of, bob, bakery, museum):
    answer = client_of(bob).post(new(bakery), {"title": "x", "channel": make_channel(museum).pk}, headers=JSON)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["channel"])


# --- Cost ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_editor_asks_a_fixed_number_of_questions(client_of, bob, bakery, django_assert_num_queries, rows):
    post = make_post(bakery, day=DAY, channel=make_channel(bakery), persona=make_persona(bakery))
    for n in range(rows):
        make_media(post)
        make_post(bakery, day=DAY, channel=make_channel(bakery))
        for make in (make_persona, make_objective, make_pillar):
            make(bakery)
        make_membership(make_user(f"person{n}@example.org"), bakery)
    client = client_of(bob)
    client.get(opened(post))
    with django_assert_num_queries(59):
        client.get(opened(post))


# --- Groups that are folded ----------------------------------------------------------------------------------------


def folds(html: str) -> dict[str, bool]:
    """Each fold of the form by its id, and whether it stands open."""
    return {
        name: bool(state) for name, state in re.findall(r'<details class="fold fold-fields" id="(\w+)"( open)?>', html)
    }


def test_what_says_nothing_yet_stays_folded(client_of, bob, bakery):
    assert folds(client_of(bob).get(new(bakery)).content.decode()) == {"partnership": False, "more": False}
    with_offer = make_post(bakery, offer="Deux pour un")
    assert folds(client_of(bob).get(opened(with_offer)).content.decode()) == {"partnership": True, "more": False}


def test_a_fold_with_a_mistake_in_it_is_open(client_of, bob, bakery):
    answer = client_of(bob).post(new(bakery), typed(minutes_spent="9999"))
    assert answer.status_code == 422
    assert folds(answer.content.decode()) == {"partnership": False, "more": True}


def test_partnership_offer_and_the_rest_are_saved(client_of, bob, bakery):
    partner = Partner.objects.create(workspace=bakery, name="Lucie")
    campaign = make_campaign(bakery)
    said = {
        "material_link": "gifted",
        "partner": partner.pk,
        "platform_label": "on",
        "offer": "Deux pour un",
        "offer_until": "2026-06-30",
        "offer_terms": "Dans la limite des stocks",
        "prior_price": "3.20",
        "campaign": campaign.pk,
        "format": "carousel",
        "target_rung": "6",
        "has_people": "on",
        "is_evergreen": "on",
        "minutes_planned": "45",
        "minutes_spent": "60",
    }
    client_of(bob).post(new(bakery), typed(**said))
    post = Post.objects.get()
    assert (post.partner, post.campaign, post.material_link, post.format) == (partner, campaign, "gifted", "carousel")
    assert (post.offer_until, str(post.prior_price), post.target_rung) == (date(2026, 6, 30), "3.20", 6)
    assert (post.platform_label, post.has_people, post.is_evergreen) == (True, True, True)
    assert (post.minutes_planned, post.minutes_spent) == (45, 60)


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"material_link": "friendship"}, ["material_link"]),
        ({"offer_until": "1999-01-01"}, ["offer_until"]),
        ({"prior_price": "-1"}, ["prior_price"]),
        ({"prior_price": "NaN"}, ["prior_price"]),
        ({"minutes_planned": "-5"}, ["minutes_planned"]),
        ({"target_rung": "10"}, ["target_rung"]),
        ({"format": "hologram"}, ["format"]),
    ],
)
def test_what_makes_no_sense_of_an_offer_is_refused_at_its_field(client_of, bob, bakery, fields, at):
    answer = client_of(bob).post(new(bakery), typed(**fields))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, at)


def test_partners_and_campaigns_of_another_workspace_are_no_choice(client_of, bob, bakery, museum):
    theirs = {"partner": Partner.objects.create(workspace=museum, name="Nadar"), "campaign": make_campaign(museum)}
    answer = client_of(bob).post(new(bakery), typed(**{name: row.pk for name, row in theirs.items()}))
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["campaign", "partner"])


def test_an_approval_keeps_its_moment_until_the_post_goes_back_to_work(client_of, alice, bakery):
    post = make_post(bakery, day=DAY)
    moments = []
    for status in ("approved", "posted", "draft"):
        post.refresh_from_db()
        client_of(alice).post(save(post), typed(post, status=status))
        post.refresh_from_db()
        moments.append(post.approved_at)
    assert moments[0] is not None
    assert moments == [moments[0], moments[0], None]
