"""Owners who push each other out, seats that two want, events that want to be the only one on sale."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from events.models import Event
from tenants import services
from tenants.errors_office import TenantSlugTaken
from tenants.models import Invitation, Membership, Plan, Role, Tenant
from tenants.services import Place
from tests import make
from tests.faults.crowd import at_once, granted, refusals
from tests.office import acting

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("open_sale")]


def or_shut_out(act):
    """A change of the team, or that the acting one has lost the right to it meanwhile."""
    try:
        return act()
    except PermissionDenied:
        return None


def test_owners_who_shut_each_other_out_at_once_leave_one():
    tenant, now = make.tenant(), timezone.now()
    owners = [make.member(tenant, Role.OWNER) for _each in range(6)]
    others = [*owners[1:], owners[0]]
    acts = [
        partial(services.disable_member, membership_id=other.pk, by=acting(owner), now=now)
        for owner, other in zip(owners, others, strict=True)
    ]

    at_once([partial(or_shut_out, act) for act in acts])

    assert Membership.objects.filter(tenant=tenant, role=Role.OWNER, status="active").exists()


def test_two_last_owners_who_leave_at_once_do_not_both():
    tenant, now = make.tenant(), timezone.now()
    owners = [make.member(tenant, Role.OWNER) for _each in range(2)]

    answers = at_once([partial(services.leave, member=acting(owner), now=now) for owner in owners])

    assert refusals(answers) == ["last_owner"]
    assert Membership.objects.filter(tenant=tenant).count() == 1


def test_the_last_seat_of_a_plan_is_given_once():
    tenant, now = make.tenant(plan=Plan.FREE), timezone.now()
    by = acting(make.member(tenant, Role.OWNER))

    answers = at_once(
        [
            partial(services.invite_member, email=f"p{number}@example.org", place=Place("staff"), by=by, now=now)
            for number in range(10)
        ]
    )

    assert refusals(answers) == ["too_many_members"] * 9
    assert Invitation.objects.count() == 1


def test_the_last_seat_is_taken_once_by_many_who_were_invited():
    tenant, now = make.tenant(), timezone.now()
    by = acting(make.member(tenant, Role.OWNER))
    addresses = [f"p{number}@example.org" for number in range(6)]
    tokens = [
        services.invite_member(email=address, place=Place("staff"), by=by, now=now).token for address in addresses
    ]
    people = [make.user(address) for address in addresses]
    # A plan that became smaller meanwhile leaves one seat beside the owner.
    Tenant.objects.filter(pk=tenant.pk).update(plan=Plan.FREE)

    answers = at_once(
        [
            partial(services.accept_invitation, token=token, user=person, now=now)
            for token, person in zip(tokens, people, strict=True)
        ]
    )

    assert refusals(answers) == ["too_many_members"] * 5
    assert Membership.objects.filter(tenant=tenant).count() == 2
    assert Invitation.objects.filter(accepted_at=None).count() == 5


def test_one_link_pressed_by_many_makes_one_member():
    tenant, now = make.tenant(), timezone.now()
    by = acting(make.member(tenant, Role.OWNER))
    token = services.invite_member(email="bob@example.org", place=Place("staff"), by=by, now=now).token
    bob = make.user("bob@example.org")

    answers = at_once([partial(services.accept_invitation, token=token, user=bob, now=now) for _each in range(8)])

    assert len(granted(answers)) == 1
    assert set(refusals(answers)) == {"invitation_over"}
    assert Membership.objects.filter(tenant=tenant).count() == 2


def test_a_plan_with_one_event_on_sale_publishes_one_of_many():
    tenant, now = make.tenant(plan=Plan.FREE), timezone.now()
    drafts = [make.event(tenant, published=False) for _each in range(6)]
    for draft in drafts:
        make.ticket_type(draft)

    answers = at_once([partial(make.publish, draft, now=now) for draft in drafts])

    assert refusals(answers) == ["too_many_events"] * 5
    assert Event.objects.filter(status="published").count() == 1


def test_one_address_goes_to_one_organization():
    now = timezone.now()
    people = [make.user() for _each in range(6)]

    answers = at_once(
        [
            partial(services.create_tenant, name="Mill", slug="mill", email=person.email, by=person, now=now)
            for person in people
        ]
    )

    assert [type(answer) for answer in answers if not isinstance(answer, Tenant)] == [TenantSlugTaken] * 5
    assert Tenant.objects.filter(slug="mill").count() == 1
