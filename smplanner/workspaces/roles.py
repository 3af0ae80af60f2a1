"""Who may do what: the one table. docs/permissions.md is generated from it, and the isolation matrix tests it."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a member is in one workspace, from the narrowest to the widest."""

    VIEWER = "viewer", _("Viewer")
    CONTRIBUTOR = "contributor", _("Contributor")
    EDITOR = "editor", _("Editor")
    APPROVER = "approver", _("Approver")
    ADMIN = "admin", _("Administrator")


_EVERYONE = frozenset(Role)
_WRITERS = _EVERYONE - {Role.VIEWER}
_EDITORS = _WRITERS - {Role.CONTRIBUTOR}

# action -> (roles that may, what it means). An action that is not here does not exist: asking for it is an error.
ACTIONS: Mapping[str, tuple[frozenset[Role], object]] = MappingProxyType(
    {
        "plan.read": (_EVERYONE, _("See the calendar, the strategy and the findings")),
        "feed.own": (_EVERYONE, _("Make and revoke one’s own calendar subscriptions")),
        "comment.write": (_EVERYONE, _("Comment on posts, personas and platforms: talking is not changing the plan")),
        "post.write": (_WRITERS, _("Write, move and duplicate posts")),
        "post.delete": (_EDITORS, _("Move posts to the trash and take them back")),
        "post.export": (_EVERYONE, _("Take posts out as a table")),
        "post.import": (_EDITORS, _("Bring posts in from a table")),
        "plan.write": (_EDITORS, _("Change personas, platforms, objectives, pillars and listening")),
        "guest.share": (_EDITORS, _("Share posts with outsiders by secret links")),
        "view.share": (_EDITORS, _("Share saved views of the calendar with the team")),
        "check.waive": (_EDITORS, _("Set a finding aside with a reason")),
        "post.approve": (frozenset({Role.APPROVER, Role.ADMIN}), _("Approve posts")),
        "check.configure": (frozenset({Role.ADMIN}), _("Switch rules on and off and set their thresholds")),
        "log.whole": (
            frozenset({Role.ADMIN}),
            _("Read in the log who came, left and took files out, and what became of links and secrets"),
        ),
        "post.purge": (frozenset({Role.ADMIN}), _("Remove posts from the trash for good")),
        "member.manage": (frozenset({Role.ADMIN}), _("Invite people, change their roles, remove them")),
        "workspace.export": (frozenset({Role.ADMIN}), _("Take everything out as one file")),
        "workspace.manage": (frozenset({Role.ADMIN}), _("Change the settings of the workspace")),
    }
)


def may(role: str, action: str) -> bool:
    """Whether `role` allows `action`. Raises KeyError for an action that is not in the table."""
    return role in ACTIONS[action][0]


class Rights:
    """What one role allows, for templates: `ui.may.post_write` asks for "post.write"."""

    def __init__(self, role: str | None) -> None:
        self.role = role

    def __getattr__(self, name: str) -> bool:
        if name.startswith("_"):
            raise AttributeError(name)
        action = name.replace("_", ".", 1)
        if action not in ACTIONS:
            raise AttributeError(name)
        return self.role is not None and may(self.role, action)
