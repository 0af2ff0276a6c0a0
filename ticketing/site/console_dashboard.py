"""The first page of an organizer's console: how is it going?"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.models import Event
from orders.queries import office_dashboard as queries
from orders.queries.office_dashboard import Span
from orders.reports.office_figures import Figure, changed
from orders.reports.office_tables import count_words
from tenants import console
from tenants.access import Member, MemberRequest, member_required
from ticketing.core.money import format_money


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps of a new organizer; `url` leads to it while it is not done."""

    text: str
    is_done: bool
    url: str


@require_safe
@member_required("events.read")
def tenant_console(request: MemberRequest) -> HttpResponse:
    """What was sold, what is coming, and what needs somebody."""
    member, now = request.member, timezone.now()
    reached, sees_orders = queries.events_in_reach(member), member.may("orders.read")
    coming, recent = queries.upcoming(member, now=now), queries.recent_orders(member) if sees_orders else []
    context = console.frame(member, "dashboard") | {
        "zone": member.tenant.settings.time_zone,
        "figures": _figures(member, reached),
        "coming": [(event, *_bar(event), _event_url(member, event)) for event in coming],
        "waiting": _waiting(member) if sees_orders else [],
        "sees_orders": sees_orders,
        "recent": [(order, _order_url(member, order.order_number)) for order in recent],
        "steps": _first_steps(member, has_event=bool(reached), is_on_sale=bool(coming)),
        "urls": _urls(member),
    }
    return render(request, "site/office_dashboard.html", context)


@require_safe
@never_cache
@member_required("events.read")
def live_figures(request: MemberRequest) -> JsonResponse:
    """The figures on top of the dashboard as they are now, in words: what its script asks for."""
    figures = _figures(request.member, queries.events_in_reach(request.member))
    return JsonResponse({"figures": [{"text": figure.text, "more": figure.more} for figure in figures]})


def _figures(member: Member, events: list[Any]) -> list[Figure]:
    """Tickets of today, a week and a month; with money for those who may read reports."""
    spans = queries.spans(events, zone=member.tenant.settings.time_zone, now=timezone.now())
    return [_figure(span, with_money=member.may("reports.read")) for span in spans]


def _figure(span: Span, *, with_money: bool) -> Figure:
    label = _("Today") if span.days == 1 else _("%(days)d days") % {"days": span.days}
    tickets = ngettext("%(count)s ticket", "%(count)s tickets", span.sold) % {"count": count_words(span.sold)}
    is_only_one = len(span.net_cents) == 1
    amounts = [format_money(cents, currency) for currency, cents in span.net_cents.items() if cents or is_only_one]
    if with_money and amounts:
        return Figure(label, " · ".join(amounts), _change(span), _is_up(span), tickets)
    return Figure(label, tickets, changed(span.sold, span.sold_before), span.sold > span.sold_before)


def _change(span: Span) -> str:
    """By how much the money grew, where it is in one currency."""
    if len(span.net_cents) != 1:
        return ""
    ((currency, cents),) = span.net_cents.items()
    return changed(cents, span.net_cents_before.get(currency))


def _is_up(span: Span) -> bool:
    return all(cents > span.net_cents_before.get(currency, 0) for currency, cents in span.net_cents.items())


def _waiting(member: Member) -> list[tuple[str, str, str, str, list[tuple[str, str, str]]]]:
    """What needs somebody: the words, icon, tone and list for it, and the orders by number, address and event."""
    found, slug = queries.to_do(member), member.tenant.slug
    orders, approvals = (console.address(f"orders_office:{name}", tenant=slug) for name in ("orders", "approvals"))
    failed = f"{orders}?attention={queries.FAILED_REFUNDS.attention}&sort=oldest"
    unpaid = f"{orders}?status={queries.UNPAID.status}&method={queries.UNPAID.method}&sort=oldest"
    parts = (
        (_("Refunds that failed"), "triangle-alert", "bad", failed, found.failed_refunds),
        (_("Orders to approve"), "hourglass", "warn", approvals, found.approvals),
        (_("Bank transfers that have not come"), "landmark", "info", unpaid, found.unpaid),
    )
    return [
        (
            words,
            icon,
            tone,
            url,
            [(order.order_number, _order_url(member, order.order_number), order.event.name) for order in rows],
        )
        for words, icon, tone, url, rows in parts
        if rows
    ]


def _bar(event: Event) -> tuple[str, int]:
    """How full an event is: in words, and the places that its bar ends at (0: no limit, no bar)."""
    sold, held, places = (vars(event)[name] for name in ("sold", "held", "places"))
    if places is None:
        return _("%(sold)s sold") % {"sold": count_words(sold)}, 0
    words = {"sold": count_words(sold), "places": count_words(places), "left": count_words(max(0, vars(event)["left"]))}
    if held:
        words["held"] = count_words(held)
        return _("%(sold)s of %(places)s sold, %(held)s held, %(left)s left") % words, places
    return _("%(sold)s of %(places)s sold, %(left)s left") % words, places


def _first_steps(member: Member, *, has_event: bool, is_on_sale: bool) -> list[Step]:
    """What a new organizer does first; nothing once something was sold, or for who cannot do it."""
    if not member.may("events.change") or member.is_limited or queries.has_sold(member):
        return []
    slug = member.tenant.slug
    return [
        Step(_("Create your first event"), has_event, console.address("events_office:new_event", tenant=slug)),
        Step(_("Add tickets and publish it"), is_on_sale, console.address("events_office:events", tenant=slug)),
        Step(_("Share its page and sell the first ticket"), False, console.address("events:organizer", tenant=slug)),
    ]


def _event_url(member: Member, event: Event) -> str:
    named = {"tenant": member.tenant.slug, "event": event.pk}
    own = console.address("events_office:event", **named)
    return own or (console.address("reports:event", **named) if member.may("reports.read") else "")


def _order_url(member: Member, number: str) -> str:
    return console.address("orders_office:order", tenant=member.tenant.slug, number=number)


def _urls(member: Member) -> dict[str, str]:
    """Where the parts of the page lead on to."""
    slug = member.tenant.slug
    return {
        "orders": console.address("orders_office:orders", tenant=slug),
        "approvals": console.address("orders_office:approvals", tenant=slug),
        "events": console.address("events_office:events", tenant=slug),
        "new_event": console.address("events_office:new_event", tenant=slug) if member.may("events.change") else "",
        "reports": console.address("reports:tenant", tenant=slug) if member.may("reports.read") else "",
    }
