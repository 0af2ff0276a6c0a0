"""Finding events: the front page and the organizers' pages."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import access, looks, markdown, queries
from events.forms.discovery import FREE, PRICES, TONIGHT, WEEKEND, WHENS, DiscoveryForm
from ticketing.core.page_cache import page_cached

PAGE_SIZE = 24
# Filters that belong together: taking one away takes all.
GROUPS = {"since": ("since", "until"), "lat": ("lat", "lon", "radius")}
FILTERS = ("q", "category", "city", "when", "since", "price", "lat")


@page_cached
@require_safe
def discover(request: HttpRequest) -> HttpResponse:
    """`/`: upcoming public events of all organizers, narrowed by the address."""
    now = timezone.now()
    facets = queries.facets(now=now)
    form = DiscoveryForm(request.GET, facets=facets)
    criteria = form.criteria(today=now.date())
    page = Paginator(queries.discovered(criteria, now=now), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "facets": facets,
        "page": page,
        "cards": queries.cards(page.object_list),
        "quick": _quick_chips(request.GET),
        "categories": _category_chips(request.GET, facets),
        "filters": _chosen(request.GET, facets),
        "is_narrowed": any(request.GET.get(name) for name in FILTERS if name != "q"),
    }
    return render(request, "events/discover.html", context)


@page_cached
@require_safe
def organizer(request: HttpRequest, tenant: str) -> HttpResponse:
    """`/<tenant>/`: who they are and what they have on, in their branding."""
    found = access.tenant_by_slug(tenant)
    if not found.is_selling:
        return render(request, "events/organizer_away.html", {"name": found.name}, status=404)
    events = queries.of_organizer(found, now=timezone.now())
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
    context = looks.page_context(found) | {
        "organizer": found,
        "about": markdown.to_html(found.description),
        "about_text": markdown.to_text(found.description),
        "page": page,
        "cards": queries.cards(page.object_list, with_organizer=False),
        "canonical_url": request.build_absolute_uri(request.path),
    }
    return render(request, "events/organizer.html", context)


def _address(params: QueryDict, **changes: str) -> str:
    """This page with other filters: an empty one is left out, and the page number starts anew."""
    changed = params.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed[name] = value
    for name in [name for name, value in changed.items() if not value]:
        del changed[name]
    return "?" + changed.urlencode() if changed else "./"


def _quick_chips(params: QueryDict) -> list[dict[str, object]]:
    choices = [
        ("when", TONIGHT, _("Tonight"), "moon"),
        ("when", WEEKEND, _("This weekend"), "calendar"),
        ("price", FREE, _("Free"), "ticket"),
    ]
    return [
        {
            "text": text,
            "icon": icon,
            "current": params.get(name) == value,
            "url": _address(params, **{name: "" if params.get(name) == value else value}),
        }
        for name, value, text, icon in choices
    ]


def _category_chips(params: QueryDict, facets: queries.Facets) -> list[dict[str, object]]:
    chosen = params.get("category", "")
    return [
        {"text": name, "current": slug == chosen, "url": _address(params, category="" if slug == chosen else slug)}
        for slug, name in facets.categories
    ]


def _chosen(params: QueryDict, facets: queries.Facets) -> list[dict[str, object]]:
    """The filters that narrow now, each with the address without it."""
    words = {
        "q": params.get("q", ""),
        "category": dict(facets.categories).get(params.get("category", ""), ""),
        "city": params.get("city", ""),
        "when": dict(WHENS[1:]).get(params.get("when", ""), ""),
        "since": " – ".join(day for day in (params.get("since"), params.get("until")) if day),
        "price": dict(PRICES[1:]).get(params.get("price", ""), ""),
        "lat": _("Near you") if params.get("lat") and params.get("lon") else "",
    }
    return [
        {"text": text, "icon": "x", "url": _address(params, **dict.fromkeys(GROUPS.get(name, (name,)), ""))}
        for name, text in words.items()
        if text
    ]
