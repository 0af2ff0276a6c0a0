"""The frame of the organizer's console: what there is to do in it, for whom one works, and which event one is at.

Every app says in its `AppConfig.ready()` what it adds; what a member may not do is not offered.
"""

import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.access import Member, all_memberships
from tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation.

    `section` is what a page says it belongs to, `icon` a name of the sprite, `view` an address by name that takes
    `takes` (of "tenant", a slug, and "event", an id), `position` where the line stands within its group. A page
    `of_all_events` is not for members who are limited to some.
    """

    section: str
    text: str | Promise
    icon: str
    view: str
    permission: str
    position: int
    takes: tuple[str, ...] = ("tenant",)
    of_all_events: bool = False


class EventInConsole(Protocol):
    """What the frame tells of an event."""

    @property
    def pk(self) -> UUID:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name."""


# Groups of the navigation in their order: the tenant's work, visits, and the organization itself.
WORK, VISITS, ORGANIZATION = "work", "visits", "organization"
HEADINGS: dict[str, str | Promise] = {WORK: "", VISITS: _("Visits"), ORGANIZATION: _("Organization")}

navigation: dict[str, list[Entry]] = {group: [] for group in HEADINGS}


@dataclass(frozen=True, slots=True)
class Named:
    """A row as people know it, and its page; `url` is empty where it has none."""

    text: str
    url: str = ""


class Naming(Protocol):
    """Tells what rows are called, for the activity log and for notifications: one query for all of a kind."""

    def __call__(self, tenant: Tenant, keys: Collection[UUID]) -> Mapping[UUID, Named]:
        """Those of the tenant's rows that are there, by id."""


# By the kind of row, as in `ActivityLog.target_kind`. Filled by the app whose rows they are.
naming: dict[str, Naming] = {}

# The lines of a single event, shown while one is at it; a heading stands above those from its position on.
EVENT_HEADINGS: dict[int, str | Promise] = {0: "", 20: _("Set up"), 50: _("Sales"), 80: _("At the door")}

event_navigation: list[Entry] = []


def frame(member: Member, section: str, *, event: EventInConsole | None = None) -> dict[str, Any]:
    """What `layouts/office.html` shows around a page: `may` are the member's permissions by name."""
    own = all_memberships(member.user)
    section_of_tenant = "" if event else section
    return {
        "tenant": member.tenant,
        "member": member,
        "may": member.permissions,
        "section": section,
        "event": event,
        "tenants": [each.tenant for each in own],
        "unread": next((vars(each)["unread"] for each in own if each.tenant_id == member.tenant.pk), 0),
        "groups": [
            _group(group, heading, lines)
            for group, heading in HEADINGS.items()
            if (lines := _lines(navigation[group], member, section_of_tenant, None))
        ],
        "event_groups": _event_groups(member, section, event) if event else [],
    }


def _group(name: str, heading: str | Promise, lines: list[dict[str, object]]) -> dict[str, object]:
    return {
        "name": name,
        "heading": heading,
        "lines": lines,
        "is_current": any(line["is_current"] for line in lines),
    }


def _event_groups(member: Member, section: str, event: EventInConsole) -> list[dict[str, object]]:
    starts = [*EVENT_HEADINGS, sys.maxsize]
    return [
        _group("event", EVENT_HEADINGS[start], lines)
        for start, end in pairwise(starts)
        if (lines := _lines(_between(start, end), member, section, event))
    ]


def _between(start: int, end: int) -> list[Entry]:
    return [entry for entry in event_navigation if start <= entry.position < end]


def address(name: str, **parts: object) -> str:
    """The address of a page of another app by its name; empty where no such page is offered."""
    try:
        return reverse(name, kwargs=parts)
    except NoReverseMatch:
        return ""


def names(tenant: Tenant, targets: Iterable[tuple[str, UUID | None]]) -> dict[UUID, Named]:
    """What the rows are called, as far as somebody knows: one query for each kind among them."""
    by_kind: dict[str, set[UUID]] = {}
    for kind, key in targets:
        if key is not None and kind in naming:
            by_kind.setdefault(kind, set()).add(key)
    found: dict[UUID, Named] = {}
    for kind, keys in sorted(by_kind.items()):
        found |= naming[kind](tenant, keys)
    return found


def _lines(
    entries: Iterable[Entry], member: Member, section: str, event: EventInConsole | None
) -> list[dict[str, object]]:
    values = {"tenant": member.tenant.slug, "event": event.pk if event else None}
    return [
        {
            "text": entry.text,
            "icon": entry.icon,
            "is_current": entry.section == section,
            "url": reverse(entry.view, kwargs={name: values[name] for name in entry.takes}),
        }
        for entry in sorted(entries, key=lambda entry: entry.position)
        if member.may(entry.permission) and not (entry.of_all_events and member.is_limited)
    ]
