"""Why a post was moved, put off or called off, said after the act: a row of the log beside that of the act.

All of it runs inside the workspace's scope.
"""

import uuid
from collections.abc import Iterable

from django.db import transaction

from smplanner.workspaces import audit
from smplanner.workspaces.models import AuditEvent, User

from .history import act_of
from .models import Post

# Acts on which others count, so that it is fair to say why.
ACTS = frozenset({"moved", "postponed", "cancelled"})
EXPLAINED = "explained"
# After a drag, why is asked of what somebody has approved or is asked to, and of what is called off.
ASKS = frozenset({Post.Status.IN_REVIEW, Post.Status.APPROVED, Post.Status.CANCELLED})


@transaction.atomic
def explain(event: AuditEvent, actor: User, reason: str) -> list[AuditEvent]:
    """Say why `event` was done, of each post of its act that is still there. Empty when there is none."""
    numbers = [one.target_id for one in act_of(event) if one.verb in ACTS]
    posts = list(Post._base_manager.filter(workspace=event.workspace_id, pk__in=numbers).order_by("pk"))
    batch = uuid.uuid4() if len(posts) > 1 else None
    return audit.record_all(event.workspace, actor, [(EXPLAINED, one, {}) for one in posts], batch=batch, reason=reason)


def unexplained(events: Iterable[AuditEvent]) -> set[int]:
    """The numbers of those rows, the latest first and all about one post, of which nobody has said why yet."""
    found, is_said = set(), False
    for event in events:
        if event.verb == EXPLAINED:
            is_said = True
        elif event.verb in ACTS:
            if not (event.reason or is_said):
                found.add(event.pk)
            is_said = False
    return found
