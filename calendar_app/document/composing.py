"""Rows in, a document out, in the language that is active."""

from django.utils.translation import gettext as _

from . import daily, decided
from .gather import Rows
from .values import Document, Section, Table
from .words import NOTHING

SECTIONS = (
    decided.organisation,
    decided.personas,
    decided.objectives,
    decided.channels,
    decided.pillars,
    decided.voice,
    daily.means,
    daily.listening,
    daily.answering,
    daily.community,
    daily.proof,
    daily.reviews,
)


def document(rows: Rows) -> Document:
    """The whole strategy in words."""
    return Document(rows.workspace.name, rows.today, people(rows), sections(rows))


def sections(rows: Rows) -> tuple[Section, ...]:
    return tuple(make(rows) for make in SECTIONS)


def people(rows: Rows) -> Table:
    """Everybody who works on the plan or may open it: position in the team, role in the workspace."""
    role_of = {seat.user_id: seat.get_role_display() for seat in rows.members}
    in_team = {member.user_id for member in rows.team}
    named = [(one.name, one.get_kind_display(), role_of.get(one.user_id, NOTHING)) for one in rows.team]
    others = [
        (str(seat.user), NOTHING, seat.get_role_display()) for seat in rows.members if seat.user_id not in in_team
    ]
    return Table(_("People"), (_("Name"), _("Position"), _("Role")), tuple(named + others))


def completeness(section: Section) -> str:
    """How much of a section is there, and what is missing, in one sentence."""
    counted = _("%(filled)s of %(total)s filled") % {"filled": section.filled, "total": section.total}
    if not section.missing:
        return counted
    return _("%(counted)s; missing: %(names)s") % {"counted": counted, "names": ", ".join(section.missing)}
