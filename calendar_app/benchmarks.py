"""Thresholds that the site's staff set, and how they come between a rule's own and a workspace's."""

from collections.abc import Iterator, Mapping

from django.db.models import F, QuerySet, Value
from django.db.models.functions import JSONObject

from calendar_app.models import Benchmark, RuleSetting
from calendar_app.rules.core import Parameter, Rule
from smplanner.statements import Statement

Row = tuple[str, bool, str, object]


def with_settings() -> tuple[list[Row], dict[str, dict[str, object]]]:
    """The rule settings of the workspace in scope, and every benchmark by rule and threshold: in one query.

    A setting is its slug, whether it is on, its severity and its parameters.
    """
    rows: list[Row] = []
    standing: dict[str, dict[str, object]] = {}
    for is_benchmark, slug, enabled, word, content in _BOTH.rows():
        if is_benchmark:
            standing.setdefault(slug, {})[word] = content["value"]
        else:
            rows.append((slug, enabled, word, content))
    return rows, standing


def _told() -> QuerySet:
    benchmarks = Benchmark.objects.order_by().values_list(
        # The columns of a setting carry a benchmark too: where it keeps a severity stands the threshold's name.
        Value(True),
        F("rule"),
        Value(True),
        F("parameter"),
        JSONObject(value="value"),
    )
    settings = RuleSetting.objects.order_by().values_list(Value(False), "slug", "enabled", "severity", "parameters")
    return settings.union(benchmarks, all=True)


_BOTH = Statement(_told)


def over(rule: Rule, standing: Mapping[str, object], own: object) -> dict[str, object]:
    """The thresholds of `rule` where a benchmark of the site or a workspace's `own` value differs from the rule's.

    The workspace's own wins; whatever the rule cannot read says nothing.
    """
    found: dict[str, object] = {}
    for values in (standing, own if isinstance(own, Mapping) else {}):
        found |= {one.name: values[one.name] for one in rule.parameters if _reads(one, values.get(one.name))}
    return found


def in_force(rule: Rule) -> Iterator[tuple[Parameter, Benchmark | None]]:
    """Each threshold of `rule` with the benchmark that stands in its place, if the site's staff set one."""
    rows: QuerySet[Benchmark] = Benchmark.objects.filter(rule=rule.slug)
    kept = {row.parameter: row for row in rows}
    for parameter in rule.parameters:
        yield parameter, readable(parameter, kept.get(parameter.name))


def readable(parameter: Parameter, row: Benchmark | None) -> Benchmark | None:
    """`row`, when its value is one that `parameter` may have."""
    return row if row and _reads(parameter, float(row.value)) else None


def _reads(parameter: Parameter, value: object) -> bool:
    try:
        parameter.read(value)
    except ValueError:
        return False
    return True
