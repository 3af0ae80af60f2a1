"""The ground itself: what conftest.py promises to every other test."""

from datetime import date, time

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from calendar_app.models import Post
from personas.models import Platform
from tests.factories import make_channel, make_feed, make_invitation, make_media, make_post, make_waiver


def test_test_bodies_see_every_workspace_and_scopes_still_narrow_it(bakery, museum):
    make_post(bakery, day=date(2026, 6, 10), clock=time(9))
    make_post(museum)
    assert Post.objects.count() == 2
    with scope(workspace=museum):
        assert Post.objects.count() == 1
    with scope(), pytest.raises(ScopeError):
        Post.objects.count()


def test_factories_make_valid_rows(bakery, alice):
    post = make_post(bakery, day=date(2026, 6, 10), channel=make_channel(bakery))
    rows = [post, make_media(post), make_feed(bakery, alice), make_invitation(bakery, by=alice)]
    for row in [*rows, make_waiver(bakery, by=alice)]:
        row.full_clean()


def test_the_cache_is_the_real_one_and_starts_empty(db):
    assert cache.get("left-by-another-test") is None
    cache.set("left-by-another-test", 1)
    assert cache.get("left-by-another-test") == 1


def test_a_signed_in_client_is_who_it_says(client_of, alice):
    assert client_of(alice).session["_auth_user_id"] == str(alice.pk)


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_empties_the_tables():
    assert Platform.objects.exists()


def test_and_what_migrations_brought_is_there_again_for_the_next(db):
    assert Platform.objects.exists()
    assert (
        ContentType.objects.get_for_model(Post).pk == ContentType.objects.get(app_label="calendar_app", model="post").pk
    )
