"""Signing in with two steps: setting it up, the second step itself, and who must have it."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from tenants.models import ActivityLog, Role
from tests import make
from tests.inbox import text_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def ada(db):
    """A user whose address is confirmed."""
    user = make.user("ada@example.org", name="Ada Lovelace")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code_of(secret, *, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def protect(user):
    """Give a user an app with SECRET, and recovery codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).get_unused_codes()


def sign_in(client, **more):
    return client.post(reverse("account_login"), {"login": "ada@example.org", "password": make.PASSWORD, **more})


def second_step(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def say_who_one_is(client):
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def set_up_app(client):
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="secret" type="text" value="(\w+)"', page).group(1)
    return secret, client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)


# --- Setting it up --------------------------------------------------------------------------------------------------


def test_changes_ask_once_more_who_one_is(client, ada):
    sign_in(client)
    pk = passkey(ada).pk
    for name, kwargs in (
        ("mfa_activate_totp", {}),
        ("mfa_add_webauthn", {}),
        ("mfa_generate_recovery_codes", {}),
        ("mfa_remove_webauthn", {"pk": pk}),
        ("mfa_edit_webauthn", {"pk": pk}),
        ("account_email", {}),
    ):
        response = client.get(reverse(name, kwargs=kwargs))

        assert response.status_code == 302, name
        assert response["Location"].startswith(reverse("account_reauthenticate")), name


def test_an_app_is_set_up_by_its_first_code_and_brings_recovery_codes(client, ada):
    sign_in(client)
    say_who_one_is(client)
    shown = client.get(reverse("mfa_activate_totp")).content.decode()

    secret, page = set_up_app(client)

    assert "<svg" in shown
    assert "QR code for your authenticator app" in shown
    codes = re.findall(r"<li>(\d{8})</li>", page.content.decode())
    assert len(codes) == 10
    assert codes[0] in page.context["file"]
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_a_wrong_first_code_is_refused_and_the_secret_stays(client, ada):
    sign_in(client)
    say_who_one_is(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="secret" type="text" value="(\w+)"', page).group(1)

    refused = client.post(reverse("mfa_activate_totp"), {"code": "000000x"}).content.decode()

    assert "This is not the code" in refused
    assert secret in refused
    assert not Authenticator.objects.exists()


def test_recovery_codes_are_shown_once(client, ada):
    sign_in(client)
    say_who_one_is(client)
    set_up_app(client)

    again = client.get(reverse("mfa_view_recovery_codes"))

    assert "10 codes are left." in again.content.decode()
    assert not re.search(r"\d{8}", again.content.decode().split("<main")[1])


def test_new_recovery_codes_void_the_old_ones(client, ada):
    old = protect(ada)
    sign_in(client)
    second_step(client, code_of(SECRET))
    say_who_one_is(client)

    page = client.post(reverse("mfa_generate_recovery_codes"), follow=True).content.decode()

    new = re.findall(r"<li>(\d{8})</li>", page)
    assert len(new) == 10
    assert set(new) & set(old) == set()
    other = Client()
    sign_in(other)
    assert "This is not the code" in second_step(other, old[0]).content.decode()


def test_recovery_codes_alone_are_not_to_be_had(client, ada):
    sign_in(client)
    say_who_one_is(client)

    page = client.post(reverse("mfa_generate_recovery_codes")).content.decode()

    assert "Recovery codes come with an authenticator app or a passkey." in page
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 404


def test_removing_the_app_takes_the_recovery_codes_along(client, ada, inbox):
    protect(ada)
    sign_in(client)
    second_step(client, code_of(SECRET))
    say_who_one_is(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert "was removed" in text_of(inbox.deliver()[-1])
    assert ActivityLog.objects.filter(actor=ada, action="user.totp_deactivated").exists()


# --- The second step ------------------------------------------------------------------------------------------------


def test_signing_in_takes_the_second_step(client, ada):
    protect(ada)

    first = sign_in(client, next="/orders/")

    assert first["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)
    assert second_step(client, code_of(SECRET))["Location"] == "/orders/"
    assert is_signed_in(client)


def test_a_recovery_code_works_once(client, ada):
    codes = protect(ada)
    sign_in(client)
    second_step(client, codes[3])
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    sign_in(client)

    again = second_step(client, codes[3])

    assert "This is not the code" in again.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("code", ["", "abc", "000000", "1" * 400, "\x00", "١٢٣٤٥٦"])
def test_what_is_no_code_is_refused_at_its_field(client, ada, code):
    protect(ada)
    sign_in(client)

    response = second_step(client, code)

    assert response.status_code == 200
    assert response.context["form"].errors["code"]
    assert not is_signed_in(client)


def test_the_second_step_comes_after_the_first(client, ada):
    protect(ada)

    assert second_step(client, code_of(SECRET))["Location"] == reverse("account_login")


def test_guessing_codes_ends_soon_also_for_the_right_one_and_opens_again(client, ada, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    protect(ada)
    sign_in(client)
    for _try in range(11):
        refused = second_step(client, "000000")
    assert "That was too often." in refused.content.decode()
    assert "That was too often." in second_step(client, code_of(SECRET)).content.decode()

    with travel(timezone.now() + timedelta(minutes=6), tick=True):
        sign_in(client)
        second_step(client, code_of(SECRET))
        assert is_signed_in(client)


def test_a_code_lets_in_once_whichever_process_is_asked(client, ada):
    protect(ada)
    sign_in(client)
    code = code_of(SECRET)
    second_step(client, code)
    # Another process has a cache of its own.
    cache.clear()
    other = Client()
    sign_in(other)

    again = second_step(other, code)

    assert "This is not the code, or it was used already." in again.content.decode()
    assert not is_signed_in(other)


def test_a_code_of_a_slow_clock_is_good(client, ada):
    protect(ada)
    sign_in(client)

    second_step(client, code_of(SECRET, steps=-1))

    assert is_signed_in(client)


def test_who_one_is_can_be_said_by_code(client, ada):
    codes = protect(ada)
    sign_in(client)
    second_step(client, code_of(SECRET))

    page = client.get(reverse("account_reauthenticate") + "?next=/accounts/email/").content.decode()
    link = re.search(r'href="(/accounts/reauthenticate/code/[^"]*)"', page).group(1)
    answer = client.post(link, {"code": codes[0]})

    assert answer["Location"] == "/accounts/email/"


# --- Passkeys (the whole way is walked by tests/browser/test_accounts.py) -------------------------------------------


def passkey(user):
    return Authenticator.objects.create(
        user=user, type="webauthn", data={"name": "Phone", "credential": {"id": "x", "response": {}}}
    )


RUBBISH = ["", "x", "[]", "{}", '"x"', "null", '{"response": "x"}', '{"id": 1, "rawId": "x", "response": {}}']
BROKEN = (
    '{"id":"AAAA","rawId":"AAAA","type":"public-key","clientExtensionResults":{},'
    '"response":{"clientDataJSON":"e30","authenticatorData":"AAAA","signature":"AAAA","userHandle":%s}}'
)
RUBBISH += [BROKEN % handle for handle in ("null", "7", '"AAAA"', '"!"')]


@pytest.mark.parametrize("answer", RUBBISH)
def test_a_broken_passkey_signs_nobody_in(client, ada, answer):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})

    response = client.post(reverse("mfa_login_webauthn"), {"credential": answer}, follow=True)

    assert response.status_code == 200
    assert "This passkey did not work here." in response.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("answer", RUBBISH)
def test_a_broken_passkey_is_not_added(client, ada, answer):
    sign_in(client)
    say_who_one_is(client)
    client.get(reverse("mfa_add_webauthn"))

    response = client.post(reverse("mfa_add_webauthn"), {"credential": answer, "name": "My telephone"})

    assert response.status_code == 200
    assert "This passkey did not work here." in response.content.decode()
    assert 'value="My telephone"' in response.content.decode()
    assert not Authenticator.objects.exists()


def test_passkeys_are_for_the_platforms_own_host(client, ada, settings):
    settings.BASE_URL = "https://tickets.example.org"

    options = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()

    assert options["request_options"]["publicKey"]["rpId"] == "tickets.example.org"


def test_nobody_reaches_anothers_passkey(client, ada):
    other = passkey(make.user())
    sign_in(client)
    say_who_one_is(client)

    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.post(reverse(name, kwargs={"pk": other.pk}), {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.filter(pk=other.pk).exists()


# --- Who must have it -----------------------------------------------------------------------------------------------


def test_platform_admins_set_it_up_before_anything_else(client, settings, db):
    settings.REQUIRE_ADMIN_TWO_FACTOR = True
    root = make.user("root@example.org", is_platform_admin=True)
    client.force_login(root)

    for address in ("/admin/", "/admin/orders/order/", "/admin/tenants/user/"):
        response = client.get(address)
        assert response["Location"].startswith("/accounts/security/?next=%2Fadmin%2F"), address
    assert "Platform admins sign in with two steps." in client.get(response["Location"]).content.decode()

    protect(root)
    assert client.get("/admin/").status_code == 200
    assert 'href="/admin/tenants/user/"' in client.get("/accounts/security/").content.decode()


def test_platform_admins_enter_no_tenant_without_it(client, settings, gala):
    client.force_login(make.user(is_platform_admin=True))
    address = reverse("checkin:gates", kwargs={"event": gala.pk})
    assert client.get(address).status_code == 200

    settings.REQUIRE_ADMIN_TWO_FACTOR = True

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("name", ["checkin:gates", "checkin:gate"])
def test_a_team_that_asks_for_it_lets_nobody_in_without(client, gala, name):
    member = make.member(gala.tenant, Role.OWNER)
    key, pk = ("event", gala.pk) if name == "checkin:gates" else ("gate", gala.gates.get().pk)
    address = reverse(name, kwargs={key: pk})
    client.force_login(member.user)
    assert client.get(address).status_code == 200
    gala.tenant.settings.requires_two_factor = True
    gala.tenant.settings.save()

    refused = client.get(address)
    protect(member.user)

    assert refused.status_code == 403
    assert "Blue Note asks everybody who works there to sign in with two steps." in refused.content.decode()
    assert f'href="/accounts/security/?next={address.replace("/", "%2F")}"' in refused.content.decode()
    assert client.get(address).status_code == 200


def test_recovery_codes_alone_do_not_let_in(client, gala):
    member = make.member(gala.tenant, Role.OWNER)
    RecoveryCodes.activate(member.user)
    gala.tenant.settings.requires_two_factor = True
    gala.tenant.settings.save()
    client.force_login(member.user)

    assert client.get(reverse("checkin:gates", kwargs={"event": gala.pk})).status_code == 403


def test_a_way_on_leads_nowhere_else(client, ada):
    sign_in(client)

    page = client.get("/accounts/security/?next=https://evil.example/").content.decode()

    assert "evil.example" not in page


def test_the_security_page_takes_few_statements(client, ada, count_statements):
    protect(ada)
    client.force_login(ada)

    with count_statements() as statements:
        page = client.get(reverse("mfa_index"))

    assert page.status_code == 200
    assert len(statements) == 3, statements
