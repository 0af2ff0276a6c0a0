"""Into a team by mail: with an account, without one, too late, and as somebody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from events.models import EventAccess
from tenants import services
from tenants.errors_office import BeyondOwnRights
from tenants.models import ActivityLog, Invitation, Membership, Role, User
from tenants.services import Place, accounts
from tests import make
from tests.inbox import text_of
from tests.office import acting, address, browser_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(blue_note):
    """Owns Blue Note."""
    return make.member(blue_note, Role.OWNER, email="alice@example.org")


@pytest.fixture
def desk(alice):
    return browser_of(alice)


def invite(desk, alice, **given):
    body = {"email": "Bob@Example.org", "role": "support"} | given
    return desk.post(address("organization:invite", alice), body)


def link_in(mail):
    return re.search(r"/invitations/\S+", text_of(mail)).group(0)


@pytest.fixture
def link(desk, alice, inbox):
    """What Bob's mail leads to."""
    invite(desk, alice)
    (mail,) = inbox.deliver()
    return link_in(mail)


def test_an_invitation_is_mailed_listed_and_logged(desk, alice, inbox):
    answer = invite(desk, alice)
    (mail,) = inbox.deliver()

    assert answer.headers["Location"] == address("organization:team", alice)
    assert (mail["To"], mail["Subject"]) == ("bob@example.org", "Join the team of “Blue Note”")
    assert "Your role: Support." in text_of(mail)
    page = text(desk.get(address("organization:team", alice)))
    assert "bob@example.org" in page
    assert "Good until" in page
    assert ActivityLog.objects.get(action="member.invited").actor == alice.user


def test_the_database_keeps_nothing_that_opens_it(link):
    token = link.rstrip("/").rpartition("/")[2]

    row = Invitation.objects.values().get()
    assert token not in str(row)


def test_without_an_account_one_is_made_on_the_way(client, link, alice):
    page = client.get(link)
    joined = client.post(link, {"full_name": "Bob Byrne", "password": "another battery staple"})

    assert "Make an account and join" in text(page)
    assert joined.headers["Location"] == f"/manage/{alice.tenant.slug}/"
    bob = User.objects.get(email="bob@example.org")
    assert bob.full_name == "Bob Byrne"
    assert EmailAddress.objects.get(user=bob).verified
    membership = Membership.objects.get(user=bob)
    assert (membership.role, membership.tenant) == ("support", alice.tenant)
    assert membership.last_login_at is not None
    assert client.get("/account/").status_code == 200
    again = Client()
    signed_in = again.post("/accounts/login/", {"login": bob.email, "password": "another battery staple"})
    assert signed_in.headers["Location"] == "/account/"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"full_name": "", "password": "another battery staple"}, "full_name"),
        ({"full_name": "Bob", "password": "short"}, "password"),
        ({"full_name": "Bob", "password": "password12"}, "password"),
        ({"full_name": "Bob", "password": "bob@example.org"}, "password"),
    ],
)
def test_a_poor_password_is_refused_at_its_field(client, link, given, field):
    page = client.post(link, given)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert not User.objects.filter(email="bob@example.org").exists()


def test_with_an_account_one_signs_in_and_joins(client, link):
    bob = make.user("bob@example.org")
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)

    page = text(client.get(link))
    refused = client.post(link, {"full_name": "Bob", "password": "another battery staple"})
    came = client.post(f"/accounts/login/?next={link}", {"login": bob.email, "password": make.PASSWORD, "next": link})
    asked = client.get(came.headers["Location"])
    client.post(link)

    assert f"/accounts/login/?next={link}".replace("/invitations", "%2Finvitations").split("?")[0] in page
    assert "Sign in and join" in page
    assert "There is an account with this address already" in text(refused)
    assert came.headers["Location"] == link
    assert "Join the team" in text(asked)
    assert Membership.objects.get(user=bob).role == "support"


def test_somebody_else_is_told_so(client, link):
    client.force_login(make.user("carol@example.org"))

    page = client.get(link)
    refused = client.post(link)

    assert "You are signed in as carol@example.org, but the invitation is for bob@example.org." in text(page)
    assert refused.status_code == 422
    assert Membership.objects.count() == 1


def test_a_link_works_once(client, link):
    client.post(link, {"full_name": "Bob", "password": "another battery staple"})

    page = Client().get(link)

    assert page.status_code == 410
    assert "It was accepted." in text(page)
    assert Client().post(link, {"full_name": "Eve", "password": "another battery staple"}).status_code == 410


def test_a_revoked_one_says_so(desk, alice, client, link):
    made = Invitation.objects.get()
    desk.post(address("organization:revoke", alice, invitation=made.pk))

    page = client.get(link)

    assert page.status_code == 410
    assert "It was taken back." in text(page)
    assert "The invitation is revoked." in text(desk.get(address("organization:team", alice)))
    assert "bob@example.org" not in text(desk.get(address("organization:team", alice)))


def test_an_old_one_says_so_until_it_is_sent_again(desk, alice, client, link, inbox):
    made = Invitation.objects.get()
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        late = client.get(link)
        desk.force_login(alice.user)
        listed = text(desk.get(address("organization:team", alice)))
        desk.post(address("organization:resend", alice, invitation=made.pk))
        (mail,) = inbox.deliver()
        fresh = client.get(link_in(mail))

    assert late.status_code == 410
    assert "It was good for two weeks." in text(late)
    assert "Too old" in listed
    assert fresh.status_code == 200
    assert client.get(link).status_code == 404


def test_a_mail_that_waited_while_another_was_sent_is_dropped(desk, alice, inbox):
    invite(desk, alice)
    desk.post(address("organization:resend", alice, invitation=Invitation.objects.get().pk))

    mails = inbox.deliver()

    assert len(mails) == 1
    assert Client().get(link_in(mails[0])).status_code == 200


def test_one_open_invitation_per_address(desk, alice, link):
    page = invite(desk, alice, email="bob@example.ORG")

    assert page.status_code == 422
    assert "has an open invitation already" in text(page)
    row = Invitation.objects.get()
    with pytest.raises(IntegrityError, match="one_open_invitation_per_tenant_and_email"), transaction.atomic():
        Invitation.objects.create(
            tenant=alice.tenant,
            email=row.email,
            role="staff",
            token_hash="x",
            sent_at=row.sent_at,
            expires_at=row.expires_at,
        )


def test_who_is_in_the_team_is_not_invited_even_while_shut_out(desk, alice):
    make.member(alice.tenant, email="bob@example.org", status="disabled")

    page = invite(desk, alice)

    assert "belongs to the team already" in text(page)
    assert not Invitation.objects.exists()


def test_nobody_invites_above_themselves(alice):
    adam = make.member(alice.tenant, Role.ADMIN)

    with pytest.raises(BeyondOwnRights):
        services.invite_member(email="x@example.org", place=Place("owner"), by=acting(adam), now=adam.created_at)

    assert not Invitation.objects.exists()


def test_nor_touches_an_invitation_that_they_could_not_have_sent(desk, alice):
    invite(desk, alice, role="owner")
    adam = make.member(alice.tenant, Role.ADMIN)
    made = Invitation.objects.get()

    for act in (services.resend_invitation, services.revoke_invitation):
        with pytest.raises(BeyondOwnRights):
            act(invitation_id=made.pk, by=acting(adam), now=made.sent_at)


def test_an_invitation_to_certain_events_lets_in_to_those(desk, alice, client, gala, inbox):
    other = make.event(alice.tenant, name="Another night")
    invite(desk, alice, role="manager", is_limited="on", events=[str(gala.pk)])
    (mail,) = inbox.deliver()

    client.post(link_in(mail), {"full_name": "Bob", "password": "another battery staple"})

    assert [access.event for access in EventAccess.objects.all()] == [gala]
    gates = [client.get(f"/checkin/events/{event.pk}/gates/").status_code for event in (gala, other)]
    assert gates == [200, 404]


def test_who_was_added_meanwhile_keeps_what_they_got(client, link, alice):
    bob = make.member(alice.tenant, Role.MANAGER, email="bob@example.org")
    client.force_login(bob.user)

    client.post(link)

    assert Membership.objects.get(user=bob.user).role == Role.MANAGER
    assert Invitation.objects.get().is_accepted


@pytest.mark.parametrize("email", ["", "nobody", "a@b"])
def test_an_address_that_is_none_is_refused_and_the_rest_is_kept(desk, alice, email):
    page = invite(desk, alice, email=email, role="analyst")

    assert set(page.context["form"].errors) == {"email"}
    assert re.search(r'value="analyst"[^>]*checked', text(page))


def test_another_teams_invitation_is_not_there(desk, alice):
    elsewhere = make.member(make.tenant("Elsewhere"), Role.OWNER)
    theirs = services.invite_member(
        email="x@example.org", place=Place("staff"), by=acting(elsewhere), now=timezone.now()
    )

    for name in ("resend", "revoke"):
        here = address(f"organization:{name}", alice, invitation=theirs.pk)
        assert desk.post(here).status_code == 404


# --- Those who may not invite any more --------------------------------------------------------------------------------


def end(what, alice, adam):
    by, now = acting(alice), timezone.now()
    return {
        "disabled": lambda: services.disable_member(membership_id=adam.pk, by=by, now=now),
        "removed": lambda: services.remove_member(membership_id=adam.pk, by=by, now=now),
        "demoted": lambda: services.change_member(membership_id=adam.pk, place=Place("manager"), by=by, now=now),
        "limited": lambda: services.change_member(
            membership_id=adam.pk, place=Place("admin", is_limited=True), by=by, now=now
        ),
        "gone": lambda: services.leave(member=acting(adam), now=now),
        "deleted": lambda: accounts.delete_account(user=adam.user, now=now),
    }[what]()


@pytest.mark.parametrize("what", ["disabled", "removed", "demoted", "limited", "gone", "deleted"])
def test_open_invitations_end_with_the_right_to_send_them(alice, client, what):
    adam = make.member(alice.tenant, Role.ADMIN)
    place, now = Place("staff"), timezone.now()
    theirs = services.invite_member(email="bob@example.org", place=place, by=acting(adam), now=now)
    others = services.invite_member(email="eve@example.org", place=place, by=acting(alice), now=now)

    end(what, alice, adam)

    assert client.get(f"/invitations/{theirs.token}/").status_code == 410
    assert client.get(f"/invitations/{others.token}/").status_code == 200
    team = text(browser_of(alice).get(address("organization:team", alice)))
    assert "bob@example.org" not in team
    assert "eve@example.org" in team
    entry = ActivityLog.objects.get(action="invitation.revoked_with_inviter")
    assert (entry.target_id, entry.tenant) == (theirs.pk, alice.tenant)


def test_who_becomes_less_keeps_what_they_may_still_give(alice):
    olga = make.member(alice.tenant, Role.OWNER)
    now = timezone.now()
    owner = services.invite_member(email="a@example.org", place=Place("owner"), by=acting(olga), now=now)
    staff = services.invite_member(email="b@example.org", place=Place("staff"), by=acting(olga), now=now)

    services.change_member(membership_id=olga.pk, place=Place("admin"), by=acting(alice), now=now)

    assert Invitation.objects.get(pk=owner.pk).is_revoked
    assert not Invitation.objects.get(pk=staff.pk).is_revoked


def test_before_somebody_is_removed_the_page_says_what_becomes_of_their_invitations(desk, alice):
    adam = make.member(alice.tenant, Role.ADMIN)
    pages = [address(f"organization:{name}", alice, membership=adam.pk) for name in ("member", "remove")]
    words = "1 person whom they invited has not joined yet: that invitation is revoked, too."

    before = [words in text(desk.get(page)) for page in pages]
    services.invite_member(email="bob@example.org", place=Place("staff"), by=acting(adam), now=timezone.now())

    assert before == [False, False]
    assert [words in text(desk.get(page)) for page in pages] == [True, True]
