"""A plan that is hard to read back, and what each of its events says: for every parser there is (see readers.py)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from calendar_app.models import Feed, Post
from smplanner.workspaces.models import User, Workspace
from tests.calendar_app.ical.readers import Seen
from tests.factories import make_channel, make_feed, make_pillar, make_post, make_saved_view

# A year from here has both changes of the clocks in it, on either side of the equator.
NOW = datetime(2026, 9, 20, 11, tzinfo=UTC)

TITLES = {
    "accents": "Brioche fraîche à l’œuf, été comme hiver ; « déjà vu »",
    "emoji": "🥐👩🏽‍🍳 Le four à 5 h 🇲🇶 👨‍👩‍👧‍👦",
    "long": "é🥐" * 100,
    "signs": "a;b,c:d \"e\" 'f' 100 % %(value)s {x} <b> ; , ;,",
    "backslashes": r"\ \\ C:\Temp, \\serveur\partage; fin\.",
    "a backslash at the end": "fin\\",
    "other scripts": "مرحبا こんにちは Ωμέγα",
    "injection": r"x END:VEVENT BEGIN:VALARM\;",
}
TEXT = "Un\nDeux; trois, quatre\\\n\n  Cinq 🥐 à l’aube\nBEGIN:VEVENT\nEND:VCALENDAR\n— fin"
# The clock of Paris on both nights of change, with the hour that comes twice; and hours on other clocks.
HOURS = (
    (date(2026, 10, 25), time(1, 55), 0),
    (date(2026, 10, 25), time(2, 30), 0),
    (date(2026, 10, 25), time(2, 30), 1),
    (date(2026, 10, 25), time(3, 0), 0),
    (date(2027, 3, 28), time(1, 55), 0),
    (date(2027, 3, 28), time(3, 0), 0),
    (date(2026, 10, 31), time(23, 30), 0),
    (date(2026, 12, 31), time(23, 59), 0),
)
# New York changes a week later, Lord Howe by half an hour and the other way round; Casablanca cannot be told.
ZONES = ("", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")
EVERYTHING = "view=month&" + "&".join(f"status={status}" for status in Post.Status.values)


def hard_feeds(place: Workspace, user: User) -> list[Feed]:
    """A feed of the hard plan for each of ZONES. Each shows what was cancelled, because a saved view asks for it."""
    view = make_saved_view(place, user, name="Tout; même, annulé", address=EVERYTHING)
    return [make_feed(place, user, zone=zone, language="en", saved_view=view) for zone in ZONES]


def hard_plan(place: Workspace) -> dict[str, Seen]:
    """Posts with all that is hard, in `place`, whose clock is that of Paris; what their events say, by identifier."""
    channel, pillar = make_channel(place, name="Atelier, four"), make_pillar(place, name="Pain; vin, fromage \\")
    about = {"channel": channel, "pillar": pillar}
    statuses = [*Post.Status.values, Post.Status.APPROVED]
    made = [
        make_post(place, title, day=date(2026, 9, 21), clock=time(9, n), text=TEXT, status=status, **about)
        for n, (title, status) in enumerate(zip(TITLES.values(), statuses, strict=True))
    ]
    made += [
        make_post(place, f"At {clock} on {day}", day=day, clock=clock, fold=fold, status="approved", **about)
        for day, clock, fold in HOURS
    ]
    days = (date(2026, 10, 25), date(2026, 12, 31), date(2027, 3, 28), date(2026, 10, 4))
    made += [make_post(place, f"All {day}", day=day, status="approved", **about) for day in days]
    made.append(make_post(place, "Bare", day=date(2026, 11, 1), clock=time(12), status="cancelled"))
    return {str(post.uid): seen(post) for post in made}


STATES = {
    "idea": ("Idea", "TENTATIVE"),
    "planned": ("Planned", "TENTATIVE"),
    "draft": ("Draft", "TENTATIVE"),
    "in_review": ("To review", "TENTATIVE"),
    "approved": ("Approved", "CONFIRMED"),
    "posted": ("Posted", "CONFIRMED"),
    "cancelled": ("Cancelled", "CANCELLED"),
}


def seen(post: Post) -> Seen:
    """What the event of `post` says, told without the code that writes it."""
    state, status = STATES[post.status]
    channel = [post.channel.name] if post.channel else []
    prefix = [] if status == "CONFIRMED" else [state]
    facts = [f"Status: {state}"]
    if post.channel:
        facts += [f"Channel: {post.channel.name} ({post.channel.platform.name})", f"Pillar: {post.pillar.name}"]
    address = f"http://127.0.0.1:8000/w/{post.workspace.slug}/posts/{post.pk}/"
    told = ["\n".join(facts), *([post.text] if post.text else []), address]
    start = post.publish_at.astimezone(UTC)
    return replace(
        Seen(
            str(post.uid),
            start,
            start + timedelta(minutes=15),
            " · ".join([*prefix, *channel, post.title]),
            "\n\n".join(told),
            status,
            tuple(sorted([post.pillar.name.rstrip("\\ "), *channel])) if post.pillar else (),
        ),
        **({} if post.local_time else {"start": post.local_date, "end": post.local_date + timedelta(days=1)}),
    )
