"""Where one is signed in: the list, and ending it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from tenants import sessions
from tenants.models import ActivityLog
from tests import make

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5"
    " Mobile/15E148 Safari/604.1"
)
LIST = "/account/sessions/"


@pytest.fixture
def ada(db):
    """A user whose address is confirmed."""
    user = make.user("ada@example.org", name="Ada Lovelace")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def browser(agent=FIREFOX, address="192.0.2.7", password=make.PASSWORD):
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
    client.post(reverse("account_login"), {"login": "ada@example.org", "password": password})
    return client


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def test_the_list_names_each_device_and_marks_this_one(ada):
    browser(IPHONE, "2001:db8::5")
    here = browser()

    page = here.get(LIST).content.decode()

    assert "Safari on iPhone" in page
    assert "2001:db8::5" in page
    assert "192.0.2.7" in page
    assert page.count("This device") == 1
    assert page.index("Firefox on Linux") < page.index("This device") < page.index("Safari on iPhone")


def test_ending_another_session_ends_it_at_once(ada):
    phone, here = browser(IPHONE), browser()
    entry = UserSession.objects.get(user_agent=IPHONE)

    answer = here.post(reverse("account:end_session", kwargs={"session": entry.pk}), follow=True)

    assert "Signed out there." in answer.content.decode()
    assert "Safari on iPhone" not in answer.content.decode()
    assert not is_signed_in(phone)
    assert is_signed_in(here)
    assert ActivityLog.objects.filter(actor=ada, action="user.sessions_ended").exists()


def test_all_others_are_ended_together(ada):
    others, here = [browser(IPHONE), browser(IPHONE)], browser()

    answer = here.post(reverse("account:end_other_sessions"), follow=True)

    assert "Signed out on 2 other devices." in answer.content.decode()
    assert [is_signed_in(other) for other in others] == [False, False]
    assert is_signed_in(here)


def test_nobody_ends_anothers_session(ada):
    browser(IPHONE)
    entry = UserSession.objects.get()
    stranger = Client()
    stranger.force_login(make.user())

    assert stranger.post(reverse("account:end_session", kwargs={"session": entry.pk})).status_code == 404
    assert UserSession.objects.filter(pk=entry.pk).exists()


def test_a_new_password_signs_everybody_else_out(ada):
    phone, here = browser(IPHONE), browser()
    new = "another battery staple"

    here.post(reverse("account_change_password"), {"oldpassword": make.PASSWORD, "password1": new, "password2": new})

    assert not is_signed_in(phone)
    assert is_signed_in(here)
    assert here.get(LIST).content.decode().count('id="session-') == 1


def test_signing_out_takes_the_session_off_the_list(ada):
    phone, here = browser(IPHONE), browser()
    phone.post(reverse("account_logout"))

    assert "Safari on iPhone" not in here.get(LIST).content.decode()


def test_being_seen_is_written_every_five_minutes_at_most(ada, count_statements):
    here = browser()
    first = UserSession.objects.get().last_seen_at
    with travel(first + timedelta(minutes=4), tick=False), count_statements() as statements:
        here.get("/account/profile/")
    assert [text for text in statements.texts if text.startswith(("UPDATE", "INSERT"))] == []

    later = first + timedelta(minutes=6)
    with travel(later, tick=False):
        here.get("/account/profile/")

    entry = UserSession.objects.get()
    ada.refresh_from_db()
    assert entry.last_seen_at == ada.last_active_at == later
    assert entry.created_at < later


def test_teams_see_when_a_member_signed_in_last(ada):
    colleague = make.member(make.tenant("Blue Note"), "staff")
    membership = ada.memberships.create(tenant=colleague.tenant, role="staff")
    at = timezone.now() + timedelta(hours=1)

    with travel(at, tick=False):
        browser()

    membership.refresh_from_db()
    colleague.refresh_from_db()
    assert (membership.last_login_at, colleague.last_login_at) == (at, None)


def test_visitors_who_are_not_signed_in_cost_nothing(client, gala, count_statements):
    client.get(reverse("account_login"))

    with count_statements() as statements:
        client.get(reverse("account_login"))

    assert len(statements) == 0, statements


def test_what_is_over_is_swept(ada):
    browser(IPHONE)
    kept = browser()
    Session.objects.filter(session_key=UserSession.objects.get(user_agent=IPHONE).session_key).update(
        expire_date=timezone.now() - timedelta(days=1)
    )

    assert "Safari on iPhone" not in kept.get(LIST).content.decode()
    assert sessions.sweep(now=timezone.now()) == 1
    assert UserSession.objects.get().user_agent == FIREFOX
    assert is_signed_in(kept)


def test_an_unknown_address_signs_in_too(ada):
    here = browser(agent="", address="")

    page = here.get(LIST).content.decode()

    assert "Unknown device" in page
    assert "0.0.0.0" not in page


def test_platform_admins_end_a_users_sessions(ada):
    phone = browser(IPHONE)
    root = Client()
    root.force_login(make.user(is_platform_admin=True))
    address = reverse("admin:tenants_user_changelist")

    answer = root.post(address, {"action": "end_sessions", "_selected_action": str(ada.pk)}, follow=True)

    assert "1 person is signed out." in answer.content.decode()
    assert not is_signed_in(phone)


def test_the_list_takes_few_statements_however_long(ada, count_statements):
    here = browser()
    for _n in range(25):
        key = Client()
        key.force_login(ada)

    with count_statements() as statements:
        page = here.get(LIST)

    assert page.content.decode().count('id="session-') == 20
    assert len(statements) == 4, statements


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5", "curl"),
        ("<script>", "Unknown device"),
    ],
)
def test_devices_are_told_in_words(agent, words):
    assert sessions.device(agent).words == words
