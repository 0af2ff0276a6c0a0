"""The team: who works for the organization, as what, and who is asked to."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants import queries_office, services
from tenants.access import MemberRequest, member_required
from tenants.console import frame
from tenants.forms.office_team import InviteForm, MemberForm
from tenants.models import Membership, MembershipStatus
from tenants.team_rules import Authority, authority_of
from tenants.views.office_page import add_refusal, status_of
from tenants.words_office import PERMISSIONS, ROLES
from ticketing.core.errors import DomainError

PAGE_SIZE = 50


@require_safe
@member_required("team.change")
def team(request: MemberRequest) -> HttpResponse:
    """Everybody, with role, limits and last login; and open invitations."""
    member, now = request.member, timezone.now()
    search, status = request.GET.get("q", "").replace("\0", "").strip()[:100], request.GET.get("status", "")
    found = queries_office.members_of(member.tenant, search=search, status=status)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    members = list(page.object_list)
    events, authority = queries_office.events_of_members(members), authority_of(member)
    context = frame(member, "team") | {
        "page": page,
        "rows": [_row(each, events.get(each.pk, ()), authority, member.membership_id) for each in members],
        "invitations": [
            {
                "invitation": each,
                "role": each.get_role_display(),
                "is_open": each.is_open(now),
                "may_touch": authority.may_give(each.role, each.extra_permissions),
            }
            for each in queries_office.invitations_of(member.tenant)[:PAGE_SIZE]
        ],
        "search": search,
        "status": status,
        "statuses": MembershipStatus.choices,
        "zone": member.user.time_zone or member.tenant.settings.time_zone,
    }
    return render(request, "tenants/office/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("team.change")
def invite(request: MemberRequest) -> HttpResponse:
    """Ask somebody into the team."""
    member = request.member
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        authority=authority_of(member),
        events=queries_office.event_choices(member.tenant),
        initial={"role": "staff"},
    )
    if form.is_valid():
        try:
            made = services.invite_member(
                email=form.cleaned_data["email"], place=form.place(), by=member, now=timezone.now()
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": made.email})
            return _to_team(request)
    return render(request, "tenants/office/invite.html", frame(member, "team") | {"form": form}, status=status_of(form))


@require_POST
@member_required("team.change")
def resend(request: MemberRequest, invitation: UUID) -> HttpResponse:
    """Send an invitation once more."""
    return _do(request, services.resend_invitation, _("The invitation is on its way again."), invitation_id=invitation)


@require_POST
@member_required("team.change")
def revoke(request: MemberRequest, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    return _do(request, services.revoke_invitation, _("The invitation is revoked."), invitation_id=invitation)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("team.change")
def change(request: MemberRequest, membership: UUID) -> HttpResponse:
    """A member's role, permissions and events."""
    member, found = request.member, _member(request, membership)
    named = queries_office.events_of_members([found]).get(found.pk, ())
    offered = queries_office.event_choices(member.tenant)
    initial = {"role": found.role, "extra_permissions": found.extra_permissions}
    authority = authority_of(member)
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        authority=authority,
        # One that is too old to be offered can still be kept.
        events=[*offered, *(event for event in named if event not in offered)],
        initial=initial | {"is_limited": found.is_limited, "events": [str(pk) for pk, _name in named]},
    )
    if form.is_valid():
        try:
            services.change_member(membership_id=found.pk, place=form.place(), by=member, now=timezone.now())
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved. It holds from %(name)s’s next click.") % {"name": str(found.user)})
            return _to_team(request)
    context = frame(member, "team") | {
        "form": form,
        "membership": found,
        "may_touch": authority.may_touch(found),
        "invited": queries_office.invitations_by(found).count(),
    }
    return render(request, "tenants/office/member.html", context, status=status_of(form))


@require_POST
@member_required("team.change")
def disable(request: MemberRequest, membership: UUID) -> HttpResponse:
    """Shut a member out."""
    said = _("Shut out, and signed out of the console. You can let them in again at any time.")
    return _do(request, services.disable_member, said, membership_id=membership)


@require_POST
@member_required("team.change")
def enable(request: MemberRequest, membership: UUID) -> HttpResponse:
    """Let a member in again."""
    return _do(request, services.enable_member, _("Back in the team, as before."), membership_id=membership)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("team.change")
def remove(request: MemberRequest, membership: UUID) -> HttpResponse:
    """Ask whether a member is to go for good, and let them go."""
    found = _member(request, membership)
    if request.method == "POST":
        said = _("%(name)s does not belong to the team any more.") % {"name": str(found.user)}
        return _do(request, services.remove_member, said, membership_id=membership)
    context = {"membership": found, "invited": queries_office.invitations_by(found).count()}
    return render(request, "tenants/office/removal.html", frame(request.member, "team") | context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.read")
def leave(request: MemberRequest) -> HttpResponse:
    """Ask whether one wants to leave, and leave."""
    member = request.member
    if member.membership_id is None:
        raise Http404("not in the team")
    if request.method == "POST":
        try:
            services.leave(member=member, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("organization:leave", tenant=member.tenant.slug)
        messages.success(request, _("You have left “%(name)s”.") % {"name": member.tenant.name})
        return redirect("console")
    return render(request, "tenants/office/leaving.html", frame(member, ""))


def _row(
    membership: Membership, events: Sequence[tuple[UUID, str]], authority: Authority, own: UUID | None
) -> dict[str, Any]:
    return {
        "membership": membership,
        "role_for": ROLES[membership.role],
        "extra": [PERMISSIONS.get(name, name) for name in membership.extra_permissions],
        "events": [name for _pk, name in events],
        "is_self": membership.pk == own,
        "may_touch": authority.may_touch(membership),
    }


def _member(request: MemberRequest, pk: UUID) -> Membership:
    found = queries_office.members_of(request.member.tenant).filter(pk=pk).first()
    if found is None:
        raise Http404("no such member")
    return found


def _do(request: MemberRequest, service: Callable[..., object], said: str, **about: UUID) -> HttpResponseRedirect:
    """One press of a button, and what came of it."""
    try:
        service(by=request.member, now=timezone.now(), **about)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return _to_team(request)


def _to_team(request: MemberRequest) -> HttpResponseRedirect:
    return redirect("organization:team", tenant=request.member.tenant.slug)
