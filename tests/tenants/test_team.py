"""The team: roles, permissions, limits to events; and what nobody may do to it."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied

from events.models import EventAccess
from tenants import services
from tenants.access import Member
from tenants.errors_office import BeyondOwnRights, LastOwner
from tenants.models import ActivityLog, Membership, MembershipStatus, Role, User
from tenants.permissions import OWNER, permissions_of
from tenants.services import Place
from tenants.team_rules import EXTRA
from tenants.words_office import PERMISSIONS, ROLES
from tests import make
from tests.office import acting, address, browser_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(blue_note):
    """Owns Blue Note."""
    return make.member(blue_note, Role.OWNER, email="alice@example.org")


@pytest.fixture
def adam(blue_note):
    """Administers it."""
    return make.member(blue_note, Role.ADMIN, email="adam@example.org")


@pytest.fixture
def bob(blue_note):
    """Scans for it."""
    return make.member(blue_note, Role.STAFF, email="bob@example.org")


@pytest.fixture
def desk(alice):
    return browser_of(alice)


def fresh(membership):
    return Membership.objects.get(pk=membership.pk)


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_page_shows_who_works_here_as_what_and_since_when(desk, alice, adam, bob, gala):
    Membership.objects.filter(pk=bob.pk).update(
        is_limited=True, extra_permissions=["orders.refund"], last_login_at=gala.created_at
    )
    EventAccess.objects.create(tenant=gala.tenant, membership=bob, event=gala)

    page = text(desk.get(address("organization:team", alice)))

    for words in ("alice@example.org", "bob@example.org", "Staff", "Works at the door", "Refund money", gala.name):
        assert words in page
    assert "Not yet" in page
    assert "<time" in page


def test_logging_in_is_noted_for_the_team(client, bob):
    EmailAddress.objects.create(user=bob.user, email=bob.user.email, verified=True, primary=True)

    client.post("/accounts/login/", {"login": bob.user.email, "password": make.PASSWORD})

    assert fresh(bob).last_login_at is not None


def test_the_list_is_searched_filtered_and_says_where_nobody_fits(desk, alice, bob):
    Membership.objects.filter(pk=bob.pk).update(status=MembershipStatus.DISABLED)
    here = address("organization:team", alice)

    assert "bob@example.org" not in text(desk.get(f"{here}?status=active"))
    found = text(desk.get(f"{here}?q=BOB@&status=disabled"))
    assert "bob@example.org" in found
    assert 'value="BOB@"' in found
    assert "alice@example.org" not in found
    assert "Nobody fits" in text(desk.get(f"{here}?q=zebra&page=9"))


@pytest.mark.parametrize("others", [1, 60])
def test_the_page_takes_the_same_statements_for_few_and_many(desk, alice, others, count_statements):
    for _each in range(others):
        make.member(alice.tenant)
    desk.get(address("organization:team", alice))

    with count_statements() as statements:
        page = desk.get(address("organization:team", alice))

    assert len(statements) == 10, statements
    assert ("page=2" in text(page)) == (others > 50)


# --- Roles and permissions ------------------------------------------------------------------------------------------


def test_a_member_gets_another_role_more_permissions_and_fewer_events(desk, alice, bob, gala):
    other = make.event(gala.tenant, name="Another night")
    foreign = make.event(make.tenant("Elsewhere"))
    here = address("organization:member", alice, membership=bob.pk)
    body = {"role": "support", "extra_permissions": ["orders.refund"], "is_limited": "on", "events": [str(gala.pk)]}

    assert gala.name in text(desk.get(here))
    saved = desk.post(here, body)
    refused = desk.post(here, body | {"events": [str(foreign.pk)]})

    assert saved.status_code == 302
    assert set(refused.context["form"].errors) == {"events"}
    now = fresh(bob)
    assert (now.role, now.extra_permissions, now.is_limited) == ("support", ["orders.refund"], True)
    assert [access.event for access in EventAccess.objects.filter(membership=bob)] == [gala]
    assert now.may("orders.refund")
    assert other.pk not in EventAccess.objects.values_list("event", flat=True)
    entry = ActivityLog.objects.get(action="member.changed")
    assert (entry.actor, entry.metadata["before"]["role"], entry.metadata["after"]["role"]) == (
        alice.user,
        "staff",
        "support",
    )


def test_a_limit_that_is_lifted_names_no_events_any_more(desk, alice, bob, gala):
    services.change_member(
        membership_id=bob.pk,
        place=Place("staff", is_limited=True, event_ids=(gala.pk,)),
        by=acting(alice),
        now=gala.created_at,
    )

    desk.post(address("organization:member", alice, membership=bob.pk), {"role": "staff"})

    assert not fresh(bob).is_limited
    assert not EventAccess.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"role": "king"}, "role"),
        ({"role": ""}, "role"),
        ({"role": "staff", "extra_permissions": ["tenant.delete"]}, "extra_permissions"),
        ({"role": "staff", "is_limited": "on"}, "events"),
        ({"role": "staff", "is_limited": "on", "events": ["no-id"]}, "events"),
    ],
)
def test_bad_input_is_refused_at_its_field(desk, alice, bob, gala, body, field):
    page = desk.post(address("organization:member", alice, membership=bob.pk), body)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert fresh(bob).role == Role.STAFF


def test_every_role_is_explained_and_every_extra_permission_has_a_name():
    assert set(ROLES) == set(Role.values)
    assert set(PERMISSIONS) == set(EXTRA) <= OWNER


def test_who_is_limited_to_events_has_no_say_in_the_whole(blue_note, gala):
    limited = make.member(blue_note, Role.OWNER, is_limited=True)

    for path in ("team", "settings", "profile", "branding", "plan"):
        assert browser_of(limited).get(f"/manage/{blue_note.slug}/{path}/").status_code == 403


def test_only_owners_make_owners(adam, bob):
    with pytest.raises(BeyondOwnRights):
        services.change_member(membership_id=bob.pk, place=Place("owner"), by=acting(adam), now=bob.created_at)

    page = browser_of(adam).post(address("organization:member", adam, membership=bob.pk), {"role": "owner"})
    assert set(page.context["form"].errors) == {"role"}
    assert fresh(bob).role == Role.STAFF


def test_not_even_with_all_permissions_of_one(blue_note, alice, bob):
    almost = make.member(blue_note, Role.ADMIN, extra_permissions=sorted(OWNER))

    with pytest.raises(BeyondOwnRights):
        services.change_member(membership_id=bob.pk, place=Place("owner"), by=acting(almost), now=bob.created_at)


def test_nobody_gives_a_permission_that_they_lack(adam, bob):
    with pytest.raises(BeyondOwnRights):
        services.change_member(
            membership_id=bob.pk, place=Place("staff", ("billing.change",)), by=acting(adam), now=bob.created_at
        )

    page = text(browser_of(adam).get(address("organization:member", adam, membership=bob.pk)))
    assert "See and change the plan" not in page
    assert "Refund money" in page


@pytest.mark.parametrize("act", ["disable_member", "enable_member", "remove_member"])
def test_administrators_do_not_touch_owners(adam, alice, act):
    make.member(alice.tenant, Role.OWNER)

    with pytest.raises(BeyondOwnRights):
        getattr(services, act)(membership_id=alice.pk, by=acting(adam), now=alice.created_at)

    page = browser_of(adam).get(address("organization:member", adam, membership=alice.pk))
    assert "Only an owner can change this member" in text(page)
    assert "Save the member" not in text(page)
    assert fresh(alice).status == MembershipStatus.ACTIVE


def test_who_was_demoted_a_moment_ago_changes_nobody(alice, adam, bob):
    stale = acting(adam)
    services.change_member(membership_id=adam.pk, place=Place("staff"), by=acting(alice), now=adam.created_at)

    with pytest.raises(PermissionDenied):
        services.remove_member(membership_id=bob.pk, by=stale, now=bob.created_at)

    assert fresh(bob)


def test_a_platform_admin_may_all_that_an_owner_may(blue_note, bob):
    admin = Member(make.user(is_platform_admin=True), blue_note, OWNER, is_platform_admin=True)

    services.change_member(membership_id=bob.pk, place=Place("owner"), by=admin, now=bob.created_at)

    assert fresh(bob).permissions == permissions_of(Role.OWNER)


# --- Going ----------------------------------------------------------------------------------------------------------


def test_who_is_shut_out_is_out_at_once_and_can_come_back_as_they_were(desk, alice, bob):
    theirs = browser_of(bob)
    here = f"/manage/{alice.tenant.slug}/"

    desk.post(address("organization:disable", alice, membership=bob.pk))
    shut = theirs.get(here).status_code
    desk.post(address("organization:enable", alice, membership=bob.pk))

    assert (shut, theirs.get(here).status_code) == (404, 200)
    assert fresh(bob).role == Role.STAFF
    assert ActivityLog.objects.filter(target_id=bob.pk, actor=alice.user).count() == 2


def test_who_is_removed_is_asked_about_first_and_stays_a_person(desk, alice, bob):
    here = address("organization:remove", alice, membership=bob.pk)

    assert "Remove from the team?" in text(desk.get(here))
    assert fresh(bob)
    desk.post(here)

    assert not Membership.objects.filter(pk=bob.pk).exists()
    assert User.objects.filter(pk=bob.user_id).exists()
    assert ActivityLog.objects.get(action="member.removed").metadata["user"] == str(bob.user_id)


@pytest.mark.parametrize("act", ["demote", "disable", "remove", "leave"])
def test_the_last_owner_cannot_go(alice, adam, act):
    make.member(alice.tenant, Role.OWNER, status="disabled")
    Membership.objects.filter(pk=make.member(alice.tenant, Role.OWNER).pk).update(is_limited=True)
    by, now = acting(alice), alice.created_at

    with pytest.raises(LastOwner):
        {
            "demote": lambda: services.change_member(membership_id=alice.pk, place=Place("admin"), by=by, now=now),
            "disable": lambda: services.disable_member(membership_id=alice.pk, by=by, now=now),
            "remove": lambda: services.remove_member(membership_id=alice.pk, by=by, now=now),
            "leave": lambda: services.leave(member=by, now=now),
        }[act]()

    assert (fresh(alice).role, fresh(alice).status) == ("owner", "active")


def test_an_owner_who_is_not_the_last_can_leave(desk, alice):
    here = address("organization:leave", alice)
    refused = desk.post(here, follow=True)
    make.member(alice.tenant, Role.OWNER)

    asked = desk.get(here)
    gone = desk.post(here)

    assert "This is the last owner" in text(refused)
    assert "Leave the team?" in text(asked)
    assert gone.headers["Location"] == "/manage/"
    assert desk.get(f"/manage/{alice.tenant.slug}/").status_code == 404


def test_a_member_of_another_team_is_not_there(desk, alice):
    stranger = make.member(make.tenant("Elsewhere"))

    for name in ("member", "disable", "enable", "remove"):
        here = address(f"organization:{name}", alice, membership=stranger.pk)
        assert desk.post(here, {"role": "staff"}).status_code == 404
    assert fresh(stranger)


def test_a_search_for_what_no_name_can_hold_breaks_nothing(alice):
    assert browser_of(alice).get(address("organization:team", alice), {"q": "\0"}).status_code == 200
