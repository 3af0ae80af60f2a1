"""The url tag of every template answers as Django's own does."""

import pytest
from django.template import Context, Template
from django.template.defaulttags import URLNode
from django.test import override_settings
from django.urls import NoReverseMatch, set_script_prefix

from smplanner.addresses import Address

TAGS = [
    "{% url 'home' %}",
    "{% url 'calendar' slug=slug %}",
    "{% url 'calendar' slug %}",
    "{% url 'post' slug=slug post_id=number %}",
    "{% url view slug=slug %}",
    "{% url 'calendar' slug=slug as address %}[{{ address }}]",
    "{% url 'admin:index' %}",
    "{% url 'nothing' as address %}[{{ address }}]",
    "{% autoescape off %}{% url 'calendar' slug=slug %}{% endautoescape %}",
]


@pytest.mark.parametrize("tag", TAGS)
def test_an_address_is_what_djangos_own_tag_says(monkeypatch, tag):
    template = Template(tag)
    values = {"slug": "bakery", "number": 12, "view": "strategy"}
    said = [template.render(Context(values)) for _time in range(2)]
    monkeypatch.setattr(Address, "render", URLNode.render)
    assert said == [template.render(Context(values))] * 2


def test_another_workspace_has_another_address():
    template = Template("{% url 'calendar' slug=slug %}")
    assert [template.render(Context({"slug": slug})) for slug in ("bakery", "museum")] == [
        "/w/bakery/calendar/",
        "/w/museum/calendar/",
    ]


def test_an_address_that_does_not_exist_is_an_error():
    for tag in ("{% url 'nothing' %}", "{% url 'calendar' slug=missing %}"):
        with pytest.raises(NoReverseMatch):
            Template(tag).render(Context())


def test_a_site_below_a_folder_has_its_addresses_there():
    template = Template("{% url 'home' %}")
    assert template.render(Context()) == "/"
    set_script_prefix("/plans/")
    try:
        assert template.render(Context()) == "/plans/"
    finally:
        set_script_prefix("/")


@override_settings(ROOT_URLCONF="tests.bench.floor")
def test_another_set_of_addresses_is_another_set():
    assert Template("{% url 'home' %}").render(Context()) == "/"
