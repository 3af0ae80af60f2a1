"""Several forms of one page that ask for someone of the team."""

from collections.abc import Iterable

from calendar_app.models import TeamMember
from smplanner.workspaces.forms import WorkspaceModelForm


def offer_people(forms: Iterable[WorkspaceModelForm], name: str) -> None:
    """Let `forms` offer those who still work with us, and whom each has already, from one reading of the team."""
    team = list(TeamMember.objects.all())
    for form in forms:
        held = getattr(form.instance, f"{name}_id")
        offered = [(member.pk, member.name) for member in team if member.is_active or member.pk == held]
        form.fields[name].choices = [("", "---------"), *offered]
