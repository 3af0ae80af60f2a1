"""Ways of setting all rules at once."""

import pytest

from calendar_app.rules import presets
from calendar_app.rules.core import RULES, Severity
from calendar_app.rules.presets import PRESETS, RulePreset, Setting

every_preset = pytest.mark.parametrize("preset", PRESETS.values(), ids=list(PRESETS))


@every_preset
def test_a_preset_sets_rules_and_thresholds_that_there_are_within_their_bounds(preset):
    assert set(preset.set) <= set(RULES)
    for slug, setting in preset.set.items():
        known = {parameter.name: parameter for parameter in RULES[slug].parameters}
        assert setting.is_own
        assert set(setting.parameters) <= set(known)
        for name, value in setting.parameters.items():
            assert known[name].read(value) == value != known[name].default


@every_preset
def test_no_two_presets_say_the_same(preset):
    others = [other.settings() for other in PRESETS.values() if other is not preset]
    assert preset.settings() not in others


def test_the_standard_leaves_every_rule_to_itself():
    assert PRESETS["standard"].settings() == {}


def test_the_calm_one_has_no_advice():
    settings = PRESETS["calm"].settings()
    assert all(not settings[slug].enabled for slug, rule in RULES.items() if rule.severity is Severity.INFO)


def test_a_rule_that_a_preset_names_stays_though_it_is_mild():
    named = {"no-persona": presets.thresholds(days=3), "gone": Setting(enabled=False)}
    preset = RulePreset("x", "X", "x", Severity.ERROR, named)
    assert preset.settings()["no-persona"] == named["no-persona"]
    assert "gone" not in preset.settings()
    assert "no-objective" not in preset.settings()


@pytest.mark.parametrize(("word", "severity"), [("error", Severity.ERROR), ("", None), ("loud", None)])
def test_a_setting_names_a_severity_or_none(word, severity):
    assert presets.severity_named(word) is severity


@pytest.mark.parametrize(
    ("setting", "is_own"),
    [
        (Setting(), False),
        (Setting(enabled=False), True),
        (Setting(severity=Severity.INFO), True),
        (Setting(parameters={"days": 3}), True),
    ],
)
def test_a_setting_is_a_workspaces_own_when_it_says_anything(setting, is_own):
    assert setting.is_own is is_own
