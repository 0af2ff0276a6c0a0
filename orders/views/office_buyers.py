"""The console's pages about buyers: the list, and one buyer over all events."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from orders import services
from orders.models import ExportKind
from orders.queries import office_buyers, office_people, office_search
from orders.queries.office_filters import NO, YES, BuyerFilter, params_of
from tenants import console
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError

SECTION = "buyers"


@require_safe
@member_required("orders.read")
def buyers(request: MemberRequest) -> HttpResponse:
    """Who has bought."""
    member = request.member
    wanted = BuyerFilter.of(params_of(request.GET))
    page = office_buyers.buyer_page(member, wanted, request.GET.get("page"))
    context = console.frame(member, SECTION) | {
        "wanted": wanted,
        "page": page,
        "rows": office_buyers.buyer_rows(member, page.object_list),
        "events": office_people.events_to_choose(member, wanted.events),
        "consents": [(YES, _("Agreed to news")), (NO, _("Did not agree"))],
        "is_too_short": office_search.is_too_short(wanted.words),
        "zone": member.tenant.settings.time_zone,
        "kind": ExportKind.BUYERS.value,
    }
    return render(request, "orders/office_people/buyers.html", context)


@require_safe
@member_required("orders.read")
def buyer(request: MemberRequest, buyer: UUID) -> HttpResponse:
    """One buyer: what they bought over the years, and what they agreed to."""
    member = request.member
    found = office_buyers.buyer_of(member, buyer)
    (row,) = office_buyers.buyer_rows(member, [found])
    orders = Paginator(office_buyers.orders_of(member, found), office_buyers.ORDERS_PAGE_SIZE)
    context = console.frame(member, SECTION) | {
        "row": row,
        "buyer": found,
        "page": orders.get_page(request.GET.get("page")),
        "withdrawn": None if found.marketing_consent_at else office_buyers.withdrawn(found),
        "zone": member.tenant.settings.time_zone,
    }
    return render(request, "orders/office_people/buyer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("attendees.change")
def consent_withdrawal(request: MemberRequest, buyer: UUID) -> HttpResponse:
    """Ask whether the buyer is to get no more news; then write it down."""
    member = request.member
    found = office_buyers.buyer_of(member, buyer)
    if request.method == "POST":
        services.withdraw_consent(buyer=found, member=member, now=timezone.now())
        messages.success(request, _("The consent is withdrawn: no more news to this address."))
        return redirect("people_office:buyer", tenant=member.tenant.slug, buyer=found.pk)
    context = console.frame(member, SECTION) | {"buyer": found, "zone": member.tenant.settings.time_zone}
    return render(request, "orders/office_people/consent_withdrawal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.change")
def anonymization(request: MemberRequest, buyer: UUID) -> HttpResponse:
    """Say what goes and what stays if the buyer's data are blanked; then blank them, in all events at once."""
    member = request.member
    found = office_buyers.buyer_of(member, buyer)
    back = redirect("people_office:buyer", tenant=member.tenant.slug, buyer=found.pk)
    if member.is_limited:
        messages.error(
            request, _("A buyer is anonymized in all events at once: somebody who reaches all has to do it.")
        )
        return back
    if request.method == "POST":
        try:
            services.anonymize_buyer(buyer=found, by=member.user, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The buyer is anonymized. Tickets stay good, and sums stay as they were."))
        return back
    context = console.frame(member, SECTION) | {"buyer": found}
    return render(request, "orders/office_people/anonymization.html", context)
