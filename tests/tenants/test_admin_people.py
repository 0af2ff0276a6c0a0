"""What platform admins do about people, teams and plans in Django's admin, and what nobody can break there."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone

from events.models import Category
from orders.models import Order
from tenants import services
from tenants.models import (
    ActivityLog,
    Invitation,
    Membership,
    PlatformSettings,
    Role,
    Tenant,
    TenantSettings,
    User,
)
from tenants.services import Place
from tests import make
from tests.desk import act, page_of, press
from tests.office import acting, browser_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """A platform admin's browser."""
    client.user = make.user("root@example.org", name="Root", is_platform_admin=True)
    client.force_login(client.user)
    return client


@pytest.fixture
def alice(blue_note):
    """Owns Blue Note, alone."""
    return make.member(blue_note, Role.OWNER, email="alice@example.org")


# --- Memberships ------------------------------------------------------------------------------------------------------


def test_the_last_owner_stays_whatever_is_tried(desk, alice):
    body = {"role": "staff", "status": "disabled", "tenant": alice.tenant.pk, "user": alice.user.pk}

    changed = desk.post(page_of(alice), body)
    deleted = desk.post(reverse("admin:tenants_membership_delete", args=[alice.pk]), {"post": "yes"})
    said = [act(desk, "disable", alice), act(desk, "close", alice.user)]
    act(desk, "delete_selected", alice)

    assert (changed.status_code, deleted.status_code) == (403, 403)
    assert "This is the last owner." in said[0]
    assert "Alice Adler is the only owner of Blue Note." in said[1]
    assert Membership.objects.serving().get(pk=alice.pk).role == Role.OWNER


def test_a_member_is_shut_out_and_let_in_by_buttons_that_log(desk, alice):
    bob = make.member(alice.tenant, Role.STAFF)

    out = press(desk, bob, "Shut out")
    bob.refresh_from_db()
    was = bob.status
    back = press(desk, bob, "Let in again")

    assert ("1 member shut out." in out, was, "1 member let in again." in back) == (True, "disabled", True)
    bob.refresh_from_db()
    assert bob.status == "active"
    logged = ActivityLog.objects.filter(target_id=bob.pk).values_list("action", "actor", "tenant")
    assert set(logged) == {
        ("member.disabled", desk.user.pk, alice.tenant.pk),
        ("member.enabled", desk.user.pk, alice.tenant.pk),
    }


def test_a_full_team_says_so_instead_of_breaking(desk, alice):
    bob = make.member(alice.tenant, Role.STAFF, status="disabled")
    make.member(alice.tenant, Role.STAFF)
    Tenant.objects.filter(pk=alice.tenant.pk).update(plan="free")

    assert "has room for 2 members" in act(desk, "enable", bob)


def test_the_role_is_changed_in_the_console_where_the_rules_hold(desk, alice):
    page = text(desk.get(page_of(alice)))
    where = re.search(r'<a href="(/manage/[^"]+/team/members/[^"]+)"', page).group(1)

    refused = desk.post(where, {"role": "staff"})

    assert desk.get(where).status_code == 200
    assert "This is the last owner." in text(refused)


# --- People -----------------------------------------------------------------------------------------------------------


def test_an_account_is_closed_and_opened_again(desk, alice):
    make.member(alice.tenant, Role.OWNER)
    browser = browser_of(alice)
    browser.get("/manage/")

    said = press(desk, alice.user, "Close the account")

    assert "1 account closed." in said
    assert browser.get(f"/manage/{alice.tenant.slug}/").status_code == 302
    assert not UserSession.objects.filter(user=alice.user).exists()
    assert "1 account opened again." in press(desk, alice.user, "Open the account again")
    assert User.objects.get(pk=alice.user.pk).is_active
    assert "has changed meanwhile" in act(desk, "reopen", alice.user)


def test_platform_admins_appoint_and_dismiss_each_other_until_one_is_left(desk):
    bob = make.user("bob@example.org", name="Bob")

    assert "1 person runs the platform now." in press(desk, bob, "Make a platform admin")
    assert "1 person runs the platform no longer." in press(desk, bob, "No platform admin any more")
    assert "You are the only platform admin." in act(desk, "dismiss", desk.user)
    assert "You are the only platform admin." in act(desk, "close", desk.user)

    assert User.objects.get(is_platform_admin=True) == desk.user
    assert {"user.made_platform_admin", "user.dismissed_as_platform_admin"} <= set(
        ActivityLog.objects.filter(target_id=bob.pk).values_list("action", flat=True)
    )


def test_a_form_that_is_made_up_changes_no_power(desk):
    bob = make.user("bob@example.org")
    forms = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}

    desk.post(page_of(bob), forms | {"full_name": "Bob", "is_platform_admin": "on", "is_superuser": "on"})

    bob.refresh_from_db()
    assert (bob.full_name, bob.is_active, bob.is_platform_admin, bob.is_superuser) == ("Bob", True, False, False)


def test_a_persons_sessions_are_ended_by_a_button(desk, alice):
    browser = browser_of(alice)
    browser.get("/manage/")

    assert "1 person is signed out." in press(desk, alice.user, "End all sessions")
    assert browser.get("/manage/").status_code == 302


def test_people_and_organizers_are_not_deleted_here(desk, alice, gala):
    make.order(gala, {gala.ticket_types.get(): 1})

    for row in (alice.user, alice.tenant):
        opts = row._meta
        gone = desk.post(reverse(f"admin:{opts.app_label}_{opts.model_name}_delete", args=[row.pk]), {"post": "yes"})
        act(desk, "delete_selected", row)
        assert gone.status_code == 403
        assert type(row).objects.filter(pk=row.pk).exists()
    assert Order.objects.filter(tenant=alice.tenant).count() == 1


# --- Plans, fees, categories ------------------------------------------------------------------------------------------


def test_plan_and_fees_are_set_and_nothing_else_of_a_tenant(desk, blue_note):
    here, settings = page_of(blue_note), blue_note.settings
    sent = {
        "plan": "pro",
        "is_verified": "on",
        "name": "Red Note",
        "address": "[]",
        "settings-TOTAL_FORMS": 1,
        "settings-INITIAL_FORMS": 1,
        "settings-0-id": settings.pk,
        "settings-0-tenant": blue_note.pk,
        "settings-0-service_fee_percentage": "4.50",
        "settings-0-service_fee_fixed_cents": "30",
        "settings-0-fee_payer": "organizer",
        "settings-0-custom_css": "body{background:url(//evil)}",
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }
    TenantSettings.objects.filter(pk=settings.pk).update(hold_minutes=17)

    saved = desk.post(here, sent)
    refused = desk.post(here, sent | {"plan": "gold", "settings-0-service_fee_percentage": "400"})

    blue_note.refresh_from_db()
    settings.refresh_from_db()
    assert saved.status_code == 302
    assert refused.status_code == 200
    assert "Ensure this value is less than or equal to 100." in text(refused)
    assert (blue_note.plan, blue_note.is_verified, blue_note.name) == ("pro", True, "Blue Note")
    assert (str(settings.service_fee_percentage), settings.service_fee_fixed_cents) == ("4.50", 30)
    assert (settings.custom_css, settings.hold_minutes) == ("", 17)
    assert ActivityLog.objects.get(action="tenant.changed").actor == desk.user


def test_fees_of_the_platform_are_those_of_new_tenants(desk):
    here = desk.get(reverse("admin:tenants_platformsettings_changelist")).headers["Location"]

    desk.post(
        here, {"service_fee_percentage": "2.5", "service_fee_fixed_cents": "20", "support_email": "", "banner": ""}
    )

    row = PlatformSettings.objects.get()
    made = services.create_tenant(name="New", slug="new-one", email="a@example.org", by=None, now=timezone.now())
    assert (str(row.service_fee_percentage), row.service_fee_fixed_cents) == ("2.50", 20)
    assert made.settings.service_fee_fixed_cents == 20


def test_a_category_is_added_changed_and_deleted_and_its_events_stay(desk, gala):
    desk.post(reverse("admin:events_category_add"), {"name": "Opera", "slug": "opera", "icon": "music"})
    opera = Category.objects.get(slug="opera")
    gala.categories.add(opera)
    twice = desk.post(reverse("admin:events_category_add"), {"name": "Opera", "slug": "opera"})

    desk.post(page_of(opera), {"name": "Operas", "slug": "opera", "icon": ""})
    was = Category.objects.get(slug="opera").name
    desk.post(reverse("admin:events_category_delete", args=[opera.pk]), {"post": "yes"})

    assert "already exists" in text(twice)
    assert was == "Operas"
    assert not Category.objects.exists()
    gala.refresh_from_db()
    assert gala.name == "Winter Gala"


# --- Invitations of those who may not invite any more -----------------------------------------------------------------


def invited(by, email="new@example.org", role=Role.STAFF):
    return services.invite_member(email=email, place=Place(role), by=acting(by), now=timezone.now())


def test_closing_an_account_ends_the_invitations_it_sent(desk, alice, blue_note):
    adam = make.member(blue_note, Role.ADMIN)
    theirs, others = invited(adam), invited(alice, "other@example.org")

    act(desk, "close", adam.user)

    assert Invitation.objects.get(pk=theirs.pk).is_revoked
    assert not Invitation.objects.get(pk=others.pk).is_revoked
