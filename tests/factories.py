"""Rows for tests, with sensible values for whatever a test does not speak about. Each is saved and valid."""

import functools
import itertools
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django_scopes import scope

from calendar_app import files
from calendar_app.models import (
    Campaign,
    Channel,
    Feed,
    GuestLink,
    Insight,
    ListeningPlan,
    Media,
    Objective,
    Pillar,
    Post,
    ReviewLog,
    SavedView,
    SharedPost,
    TeamMember,
    Waiver,
)
from calendar_app.pictures import Picture, written_anew
from personas.models import Persona, PersonaPlatform, Platform
from smplanner.mail.models import Message
from smplanner.mail.unwanted import stop_address
from smplanner.workspaces import tokens
from smplanner.workspaces.models import ApiToken, Invitation, Membership, User, Workspace
from smplanner.workspaces.roles import Role

PASSWORD = "douze-croissants-tièdes"

_numbers = itertools.count(1)


def make_user(email: str, *, password: str = PASSWORD, **fields: Any) -> User:
    """A person with a confirmed address, who can sign in with `password`."""
    fields.setdefault("name", email.partition("@")[0].capitalize())
    user = User.objects.create_user(email, password, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_session(user: User) -> UserSession:
    """A browser in which `user` is signed in, somewhere else."""
    store = SessionStore()
    store.update({"_auth_user_id": str(user.pk)})
    store.save()
    return UserSession.objects.create(
        user=user, session_key=store.session_key, ip="192.0.2.7", user_agent="Firefox/150"
    )


def make_factor(user: User) -> str:
    """Give `user` an authenticator app; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def make_workspace(name: str, **fields: Any) -> Workspace:
    """A workspace whose slug follows from its name unless given."""
    fields.setdefault("slug", Workspace.free_slug(name))
    return Workspace.objects.create(name=name, **fields)


def make_membership(user: User, workspace: Workspace, role: str = Role.EDITOR) -> Membership:
    """A seat for `user` in `workspace`."""
    return Membership.objects.create(user=user, workspace=workspace, role=role)


def make_invitation(workspace: Workspace, email: str = "", **fields: Any) -> Invitation:
    """An open invitation; its secret is kept on the instance as `token`."""
    fields = {"role": Role.EDITOR, "by": None, **fields}
    with scope(workspace=workspace):
        invitation, token = Invitation.offer(workspace, email or f"guest{next(_numbers)}@example.org", **fields)
    invitation.token = token
    return invitation


def make_persona(workspace: Workspace, **fields: Any) -> Persona:
    """An active persona with nothing but a name."""
    fields.setdefault("name", f"Persona {next(_numbers)}")
    with scope(workspace=workspace):
        return Persona.objects.create(workspace=workspace, **fields)


def make_persona_platform(persona: Persona, platform: str = "instagram", **fields: Any) -> PersonaPlatform:
    """That `persona` uses a platform every week."""
    with scope(workspace=persona.workspace):
        return PersonaPlatform.objects.create(
            workspace=persona.workspace, persona=persona, platform=the_platform(platform), **fields
        )


def the_platform(slug: str) -> Platform:
    """The platform of the catalogue; made when the catalogue has none of that slug."""
    made_up = {"name": slug.capitalize(), "mark": slug[:2].capitalize(), "category": Platform.Category.MAIN}
    return Platform.objects.get_or_create(slug=slug, defaults=made_up)[0]


def make_channel(workspace: Workspace, platform: str = "instagram", **fields: Any) -> Channel:
    """An adopted channel on `platform`; `personas` and `objectives` may be lists."""
    many = {name: fields.pop(name) for name in ("personas", "objectives") if name in fields}
    with scope(workspace=workspace):
        channel = Channel.objects.create(workspace=workspace, platform=the_platform(platform), **fields)
        for name, rows in many.items():
            getattr(channel, name).set(rows)
    return channel


def make_objective(workspace: Workspace, **fields: Any) -> Objective:
    """An objective being worked for."""
    personas = fields.pop("personas", None)
    fields.setdefault("statement", f"Objective {next(_numbers)}")
    with scope(workspace=workspace):
        objective = Objective.objects.create(workspace=workspace, **fields)
        if personas is not None:
            objective.personas.set(personas)
    return objective


def make_pillar(workspace: Workspace, **fields: Any) -> Pillar:
    """A pillar in use."""
    fields.setdefault("name", f"Pillar {next(_numbers)}")
    with scope(workspace=workspace):
        return Pillar.objects.create(workspace=workspace, **fields)


def make_campaign(workspace: Workspace, **fields: Any) -> Campaign:
    """A campaign without days."""
    fields.setdefault("name", f"Campaign {next(_numbers)}")
    with scope(workspace=workspace):
        return Campaign.objects.create(workspace=workspace, **fields)


def make_team_member(workspace: Workspace, **fields: Any) -> TeamMember:
    """Someone with four hours a week."""
    fields = {"name": f"Colleague {next(_numbers)}", "hours_per_week": 4, **fields}
    with scope(workspace=workspace):
        return TeamMember.objects.create(workspace=workspace, **fields)


def make_listening_plan(workspace: Workspace, **fields: Any) -> ListeningPlan:
    """The workspace's listening plan, read every week."""
    fields = {"purposes": ["reputation"], "cadence_days": 7, **fields}
    with scope(workspace=workspace):
        return ListeningPlan.objects.create(workspace=workspace, **fields)


def make_insight(workspace: Workspace, **fields: Any) -> Insight:
    """Something heard on 10 June 2026."""
    fields = {"on": date(2026, 6, 10), "what": f"Insight {next(_numbers)}", **fields}
    with scope(workspace=workspace):
        return Insight.objects.create(workspace=workspace, **fields)


def make_review(workspace: Workspace, **fields: Any) -> ReviewLog:
    """A review of the strategy on 10 June 2026, or of the `persona` or `channel` given."""
    with scope(workspace=workspace):
        return ReviewLog.objects.create(workspace=workspace, **{"on": date(2026, 6, 10), **fields})


def make_post(
    workspace: Workspace, title: str = "", *, day: date | None = None, clock: time | None = None, **fields: Any
) -> Post:
    """A post: planned when it has a `day`, an idea of the reserve when it has none."""
    fields.setdefault("status", Post.Status.PLANNED if day else Post.Status.IDEA)
    with scope(workspace=workspace):
        return Post.objects.create(
            workspace=workspace,
            title=title or f"Post {next(_numbers)}",
            local_date=day,
            local_time=clock,
            **fields,
        )


def make_media(post: Post, **fields: Any) -> Media:
    """A picture of `post`, with no alternative text."""
    fields.setdefault("label", f"picture-{next(_numbers)}.jpg")
    with scope(workspace=post.workspace):
        return Media.objects.create(workspace=post.workspace, post=post, **fields)


def make_picture(post: Post, **fields: Any) -> Media:
    """A picture of `post` with its file: brown, 800 by 600, as a form would have kept it."""
    with scope(workspace=post.workspace):
        media = Media(workspace=post.workspace, post=post, **{"label": f"picture-{next(_numbers)}.jpg", **fields})
        files.keep(media, _brown())
        media.save()
    return media


@functools.cache
def _brown() -> Picture:
    """Encoding takes longer than all rows around it."""
    return written_anew(a_picture())


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), mode: str = "RGB", **saving: Any) -> BytesIO:
    """A file such as a person would choose, at its beginning."""
    from PIL import Image

    file = BytesIO()
    Image.new(mode, size, "saddlebrown" if mode != "L" else 90).save(file, kind, **saving)
    file.seek(0)
    return file


def make_feed(workspace: Workspace, user: User, **fields: Any) -> Feed:
    """A live subscription of `user`; its secret is kept on the instance as `token`."""
    feed = Feed(workspace=workspace, user=user, **{"name": f"Phone {next(_numbers)}", **fields})
    token = feed.renew_token()
    with scope(workspace=workspace):
        feed.save()
    feed.token = token
    return feed


def make_guest_link(workspace: Workspace, by: User, posts: Iterable[Post] = (), **fields: Any) -> GuestLink:
    """A link for somebody outside that `by` made and that shows `posts`, until the end of 2099; its secret is `token`."""
    token, token_hash = GuestLink.new_token()
    values = {"name": f"Client {next(_numbers)}", "expires_at": datetime(2099, 12, 31, tzinfo=UTC), **fields}
    with scope(workspace=workspace):
        link = GuestLink.objects.create(workspace=workspace, made_by=by, token_hash=token_hash, **values)
        SharedPost.objects.bulk_create(SharedPost(workspace=workspace, link=link, post=post) for post in posts)
    link.token = token
    return link


def make_api_token(user: User, *scopes: str, **fields: Any) -> ApiToken:
    """A token of `user` for all their workspaces, with every scope unless some are named; its secret is `secret`."""
    token = ApiToken(**{"name": f"Script {next(_numbers)}", "scopes": list(scopes or ApiToken.Scope.values), **fields})
    token.secret = tokens.make(token, user)
    return token


def make_saved_view(workspace: Workspace, owner: User, **fields: Any) -> SavedView:
    """A view of the calendar that `owner` keeps, of the month with nothing chosen unless `address` says otherwise."""
    values = {"name": f"View {next(_numbers)}", "address": "view=month", **fields}
    with scope(workspace=workspace):
        return SavedView.objects.create(workspace=workspace, owner=owner, **values)


def make_waiver(workspace: Workspace, slug: str = "no-persona", **fields: Any) -> Waiver:
    """A finding set aside, for the whole workspace unless `ref_kind` and `ref_id` say otherwise."""
    fields.setdefault("reason", "We know.")
    with scope(workspace=workspace):
        return Waiver.objects.create(workspace=workspace, slug=slug, **fields)


def make_mail(workspace: Workspace, user: User, **fields: Any) -> Message:
    """A mail that waits; the secret to stop its kind is kept on the instance as `token`."""
    wanted = {"key": f"test:{next(_numbers)}", "kind": "due", "to": user.email, "subject": "Due", "text": "Now."}
    message = Message.objects.create(workspace=workspace, user=user, **(wanted | fields))
    message.token = stop_address(user, message.kind).rstrip("/").rpartition("/")[2]
    return message
