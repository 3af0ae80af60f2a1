"""What authenticator apps and recovery codes are made from is of no use to whoever has the database alone."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import call_command

from smplanner.workspaces.sealed import MARK, Unreadable, seal, seal_factors, unseal
from tests.conftest import SiteClient
from tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TOTP_TYPE = Authenticator.Type.TOTP


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def sign_in(user, typed: str):
    browser = SiteClient()
    there = browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return browser.post(there.url, {"code": typed})


def test_what_is_stored_tells_nothing_and_still_signs_in(bob, bakery):
    TOTP.activate(bob, SECRET)
    codes = RecoveryCodes.activate(bob).get_unused_codes()
    stored = json.dumps([one.data for one in Authenticator.objects.all()])
    assert SECRET not in stored
    assert stored.count(MARK) == 2
    assert sign_in(bob, code()).status_code == 302
    assert sign_in(bob, codes[0]).status_code == 302
    assert sign_in(bob, codes[0]).status_code == 200  # each once


def test_what_was_stored_in_clear_is_read_and_sealed_by_the_migration(bob, bakery):
    one = Authenticator.objects.create(user=bob, type=TOTP_TYPE, data={"secret": SECRET})
    assert unseal(SECRET) == SECRET
    assert seal_factors(Authenticator) == (1, 0)
    one.refresh_from_db()
    assert unseal(one.data["secret"]) == SECRET
    assert one.data["secret"].startswith(MARK)
    assert sign_in(bob, code()).status_code == 302


def test_an_earlier_key_opens_what_it_sealed_until_all_is_sealed_anew(bob, settings, capsys):
    one = Authenticator.objects.create(user=bob, type=TOTP_TYPE, data={"secret": seal(SECRET)})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-of-fifty-letters-" * 2, [settings.SECRET_KEY]
    assert unseal(one.data["secret"]) == SECRET
    call_command("seal_factors")
    assert "1 sealed" in capsys.readouterr().out
    settings.SECRET_KEY_FALLBACKS = []
    one.refresh_from_db()
    assert unseal(one.data["secret"]) == SECRET


def test_without_the_key_the_form_says_so_and_nobody_comes_in(bob, bakery, settings, capsys):
    Authenticator.objects.create(user=bob, type=TOTP_TYPE, data={"secret": seal(SECRET)})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-of-fifty-letters-" * 2, []
    answer = sign_in(bob, code())
    assert answer.status_code == 200
    assert "cannot read that second factor" in answer.content.decode() or "ne peut plus lire" in answer.content.decode()
    call_command("seal_factors")
    assert "1 cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("changed", [f"{MARK}x", f"{MARK}{SECRET}", MARK])
def test_what_somebody_wrote_there_is_not_believed(changed):
    with pytest.raises(Unreadable):
        unseal(changed)
