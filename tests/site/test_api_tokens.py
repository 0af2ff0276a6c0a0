"""Programs that sign in as a person: tokens, the second step, and that ending the session ends them."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from tenants.models import ActivityLog
from tests import make
from tests.site.test_two_factor import SECRET, code_of, protect

TOKENS = "/api/v1/tokens"
# An address that says who is asked.
ASKED = "/api/reservations"


@pytest.fixture
def ada(db):
    """A user whose address is confirmed."""
    user = make.user("ada@example.org", name="Ada Lovelace")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def post(path, body, **headers):
    client = Client(HTTP_USER_AGENT="box-office/2.1", headers=headers)
    return client.post(f"{TOKENS}{path}", body, content_type="application/json")


def sign_in(password=make.PASSWORD, email="ada@example.org"):
    return post("", {"email": email, "password": password})


def ask(token, path=ASKED):
    return Client(headers={"Authorization": f"Bearer {token}"}).get(path)


def browser():
    client = Client(HTTP_USER_AGENT="Firefox/140.0 Linux")
    client.post(reverse("account_login"), {"login": "ada@example.org", "password": make.PASSWORD})
    return client


def test_a_program_signs_in_and_acts_as_the_person(ada):
    answer = sign_in()

    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("Bearer", 300)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sessionid" not in answer.cookies
    assert ask(answer.json()["access_token"]).status_code == 200
    assert ask("nonsense").status_code == 401
    assert Client().get(ASKED).status_code == 401


def test_an_access_token_lasts_five_minutes_and_the_refresh_token_works_once(ada):
    first = sign_in().json()

    with travel(timezone.now() + timedelta(minutes=6), tick=True):
        assert ask(first["access_token"]).status_code == 401
        second = post("/refresh", {"refresh_token": first["refresh_token"]})
        again = post("/refresh", {"refresh_token": first["refresh_token"]})
        assert ask(second.json()["access_token"]).status_code == 200
        assert post("/refresh", {"refresh_token": second.json()["refresh_token"]}).status_code == 200

    assert again.status_code == 401
    assert again.json()["error"]["code"] == "refresh_token_refused"


def test_the_session_is_on_the_list_as_a_programs_and_ends_there_at_once(ada):
    tokens, here = sign_in().json(), browser()

    page = here.get("/account/sessions/").content.decode()
    entry = UserSession.objects.get(user_agent="box-office/2.1")
    here.post(reverse("account:end_session", kwargs={"session": entry.pk}))

    assert page.count("API client") == 1
    assert ask(tokens["access_token"]).status_code == 401
    assert post("/refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 401
    assert here.get("/account/").status_code == 200


def test_a_program_signs_itself_out(ada):
    token = sign_in().json()["access_token"]
    bearer = Client(headers={"Authorization": f"Bearer {token}"})

    assert bearer.delete(f"{TOKENS}/current").status_code == 204
    assert bearer.delete(f"{TOKENS}/current").status_code == 401
    assert not UserSession.objects.exists()
    assert ActivityLog.objects.filter(actor=ada, action="user.sessions_ended").exists()


def test_that_a_program_was_seen_is_written_every_five_minutes_at_most(ada, count_statements):
    first = sign_in().json()
    later = timezone.now() + timedelta(minutes=6)
    with travel(later, tick=False):
        token = post("/refresh", {"refresh_token": first["refresh_token"]}).json()["access_token"]
        ask(token)
    with travel(later + timedelta(minutes=2), tick=False):
        ask(token)

    assert UserSession.objects.get().last_seen_at == later


def test_a_new_password_ends_programs_too(ada):
    token, here = sign_in().json()["access_token"], browser()
    new = "another battery staple"
    here.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})

    here.post(reverse("account_change_password"), {"oldpassword": make.PASSWORD, "password1": new, "password2": new})

    assert ask(token).status_code == 401


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"email": "ada@example.org", "password": "wrong"}, 401, "not_signed_in"),
        ({"email": "nobody@example.org", "password": "wrong"}, 401, "not_signed_in"),
        ({"email": "nonsense", "password": "x"}, 400, "invalid"),
        ({"email": "ada@example.org"}, 400, "invalid"),
        ({"email": "ada@example.org", "password": "\x00"}, 400, "invalid"),
        ([], 400, "invalid"),
        ("{", 400, "parse_error"),
        ("[" * 100_000, 400, "parse_error"),
        ('{"email": "\\ud800@example.org", "password": "x"}', 400, "invalid"),
    ],
)
def test_bad_sign_ins_are_told_apart_in_the_apis_own_shape(ada, body, status, code):
    answer = post("", body)

    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert set(answer.json()["error"]) == {"code", "message", "fields"}


def test_an_account_with_two_steps_needs_both(ada):
    protect(ada)

    first = sign_in()
    token = first.json()["error"]["details"]["session_token"]
    wrong = post("/second-step", {"code": "000000"}, X_Session_Token=token)
    right = post("/second-step", {"code": code_of(SECRET)}, X_Session_Token=token)

    assert (first.status_code, first.json()["error"]["code"]) == (401, "second_step_needed")
    assert ask(token).status_code == 401
    assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (400, ["code"])
    assert right.status_code == 200
    assert ask(right.json()["access_token"]).status_code == 200


def test_codes_let_programs_in_once_and_are_not_guessed(ada):
    TOTP.activate(ada, SECRET)
    code = code_of(SECRET)

    def step(code):
        token = sign_in().json()["error"]["details"]["session_token"]
        return post("/second-step", {"code": code}, X_Session_Token=token)

    first, again = step(code), step(code)
    cache.clear()
    guesses = [step("000000").status_code for _n in range(10)]

    assert (first.status_code, again.status_code) == (200, 400)
    assert guesses[0] == 400
    assert guesses[-1] == 429


def test_a_second_step_without_a_first_leads_nowhere(ada):
    for headers in ({}, {"X_Session_Token": "nonsense"}):
        answer = post("/second-step", {"code": "000000"}, **headers)
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "no_sign_in_waits"


def test_guessing_passwords_is_slowed_down(ada, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    answers = [sign_in("guess") for _n in range(11)]

    assert answers[9].status_code == 401
    assert answers[10].status_code == 429
    assert answers[10].headers["Retry-After"] == "300"
    assert sign_in().status_code == 429


def test_an_address_that_is_not_confirmed_and_a_user_who_is_switched_off_get_nothing(ada):
    EmailAddress.objects.update(verified=False)
    unconfirmed = sign_in()
    EmailAddress.objects.update(verified=True)
    token = sign_in().json()["access_token"]
    ada.is_active = False
    ada.save(update_fields=["is_active"])

    assert (unconfirmed.status_code, unconfirmed.json()["error"]["code"]) == (401, "email_unverified")
    assert ask(token).status_code == 401
    assert sign_in().status_code == 401


def test_members_use_their_tenants_api_by_token(ada):
    tenant = make.tenant("Blue Note")
    venue = make.venue(tenant)
    ada.memberships.create(tenant=tenant, role="manager")
    token = sign_in().json()["access_token"]

    assert ask(token, f"/api/operator/slots?venue_id={venue.number}").status_code == 200
    assert ask(token, f"/api/operator/slots?venue_id={make.venue(make.tenant()).number}").status_code == 404


def test_a_platform_admins_visit_by_token_is_logged_once(ada):
    venue = make.venue(make.tenant("Blue Note"))
    ada.is_platform_admin = True
    ada.save(update_fields=["is_platform_admin"])
    token = sign_in().json()["access_token"]

    answers = [ask(token, f"/api/operator/slots?venue_id={venue.number}") for _n in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "sessionid" not in answers[0].cookies
    assert ActivityLog.objects.filter(action="tenant.entered", actor=ada).count() == 1
