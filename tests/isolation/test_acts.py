"""Every form of every page: what it changes of a workspace, it writes down, as one act of the log.

No form is named here but those that rightly leave nothing in the log, each with why. What the clock does, such as a yes
by silence or a purge, has its row in the tests of deadlines and of purging.
"""

import re
from collections.abc import Mapping

import pytest

from smplanner.workspaces.models import AuditEvent, Membership, Workspace
from tests.conftest import SiteClient
from tests.isolation.database import tenant_models, written
from tests.isolation.forms import Form
from tests.isolation.test_matrix import undone
from tests.isolation.test_swap import DOORS, forms_by_path
from tests.isolation.world import World, address

UNTOLD: Mapping[str, str] = {"demo-remove": "The log goes with the workspace whose it is."}
# Tables that tell what happened, or for whom: they are never what an act is about.
BESIDE = {"workspaces_auditevent", "calendar_app_notice", "calendar_app_editing", "calendar_app_checkday"}
KINDS = [*tenant_models(), Membership]
TABLE = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# What is called so is given another name, so that a form changes something.
NAMES = frozenset({"title", "name", "label", "statement"})


def body(form: Form) -> dict[str, list[str]]:
    """What somebody sends who says something wherever words are asked for, and leaves the rest as it stands."""
    said = {name: values for name, values in form.fields.items() if values and name in form.prose | NAMES}
    return form.fields | {name: [f"{values[0]} Because."] for name, values in said.items()}


def standing(workspace: Workspace, only: set[str] | None = None) -> dict[str, list[str]]:
    """Table → what stands in it for a workspace, its seats and settings too; of some tables, if `only` they may differ."""
    kinds = {model._meta.db_table: model._base_manager.filter(workspace=workspace.pk) for model in KINDS}
    kinds["workspaces_workspace"] = Workspace.objects.filter(pk=workspace.pk)
    wanted = kinds.keys() - BESIDE if only is None else kinds.keys() & only - BESIDE
    return {name: sorted(map(repr, kinds[name].values())) for name in wanted}


def sweep(alice: SiteClient, world: World) -> dict[str, tuple[bool, list[tuple[object, ...]]]]:
    """What each form did: whether it changed the bakery, and the rows of the log that tell of it."""
    forms, found = forms_by_path(alice, world), {}
    before, last = standing(world.bakery.workspace), AuditEvent._base_manager.latest("pk").pk
    for door in DOORS:
        path = address(door, world.bakery, "alice")
        with undone(), written() as statements:
            alice.post(path, body(forms.get(path, Form(path))))
            after = standing(world.bakery.workspace, {name for one in statements for name in TABLE.findall(one)})
            rows = AuditEvent._base_manager.filter(pk__gt=last) if statements else []
            told = [(row.batch or row.pk, row.verb, row.target_kind, row.target_id) for row in rows]
            found[door.name] = (any(after[name] != before[name] for name in after), told)
    return found


@pytest.mark.any_engine  # what is written down does not depend on the database
def test_whatever_a_form_changes_is_one_act_of_the_log(world, client_of, record_property):
    found = sweep(client_of(world.people["alice"]), world)
    changed = {name for name, (is_changed, _told) in found.items() if is_changed}
    record_property("combinations", len(found))
    assert sorted(name for name in changed if not found[name][1]) == sorted(UNTOLD)
    assert sorted(name for name, (_is_changed, told) in found.items() if len({one[0] for one in told}) > 1) == []
    assert sorted(name for name, (_is_changed, told) in found.items() if len(told) != len(set(told))) == []
    assert len(changed) > 80  # or the forms say too little to change anything
