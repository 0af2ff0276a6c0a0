"""API keys: made, shown once, found again by what a program sends, and revoked.

A key is `fk_`, eight characters by which it is found, an underscore and the secret. Guesses are counted per address.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.access import Member
from tenants.errors import ApiKeyNotYours, ApiKeyRevoked, ScopeNotYours
from tenants.models import ApiKey, Membership, TenantStatus, User
from tenants.steps import log_activity
from ticketing.core.throttles import throttle
from ticketing.core.tokens import hash_token, new_code, new_token

# What a key can be allowed: permissions that the API asks for, in the words of whoever makes a key.
SCOPES: dict[str, str | Promise] = {
    "events.read": _("Look at events, gates, venues and slots"),
    "slots.change": _("Set up slots, and make, move and cancel reservations"),
    "orders.read": _("Look at tickets and reservations, with names, e-mail addresses and phone numbers"),
    "checkin.lookup": _("Look up guests at the door"),
    "checkin.scan": _("Let tickets in"),
}

PREFIX_LENGTH = 8
SEEN_EVERY = timedelta(minutes=5)
"""How often it is noted down that a key is used."""
MOST_GUESSES, GUESSES_SECONDS = 30, 60

_KEY = re.compile(r"fk_(?P<prefix>[0-9A-Z]{8})_(?P<secret>[A-Za-z0-9_-]{32})", re.ASCII)


@transaction.atomic(durable=True)
def issue_api_key(
    *, name: str, scopes: Iterable[str], expires_at: datetime | None, by: Member, now: datetime
) -> tuple[ApiKey, str]:
    """A new key of the member's tenant. The key itself is returned here and never again: only its hash is kept.

    A key may do no more than whoever makes it. Raises ScopeNotYours, and ApiKeyNotYours for a member who reaches
    certain events only: a key reaches them all.
    """
    chosen = [scope for scope in SCOPES if scope in set(scopes)]
    if by.is_limited:
        raise ApiKeyNotYours()
    if not chosen or not by.permissions.issuperset(chosen):
        raise ScopeNotYours()
    prefix = new_code(PREFIX_LENGTH)
    text = f"fk_{prefix}_{new_token()}"
    key = ApiKey.objects.create(
        tenant=by.tenant,
        name=name,
        prefix=prefix,
        hash=hash_token(text),
        scopes=chosen,
        created_by=by.user,
        expires_at=expires_at,
        created_at=now,
    )
    details = {"name": name, "key": prefix, "scopes": chosen}
    log_activity(tenant=by.tenant, actor=by.user, action="api_key.issued", target=key, metadata=details, now=now)
    return key, text


@transaction.atomic(durable=True)
def revoke_api_key(*, key: ApiKey, by: User, now: datetime) -> None:
    """Make a key worthless from its next request on. Raises ApiKeyRevoked if that was done before."""
    if not ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        raise ApiKeyRevoked()
    details = {"name": key.name, "key": key.prefix}
    log_activity(tenant=key.tenant_id, actor=by, action="api_key.revoked", target=key, metadata=details, now=now)


def keys_of(by: Member) -> QuerySet[ApiKey]:
    """The keys of a tenant, the newest first; those that are revoked come last.

    Each with whether its `maker_has_left`: it works on, and somebody who is there should know why.
    """
    there = Membership.objects.serving().filter(tenant=OuterRef("tenant"), user=OuterRef("created_by"))
    keys = ApiKey.objects.filter(tenant=by.tenant).select_related("created_by")
    has_left = ~Exists(there) & Q(created_by__is_platform_admin=False)
    return keys.annotate(maker_has_left=has_left).order_by("-revoked_at", "-created_at")


def is_key(text: str) -> bool:
    """Whether this looks like a key of ours, whatever it opens."""
    return _KEY.fullmatch(text) is not None


def find(text: str, *, address: str, now: datetime) -> ApiKey | None:
    """The key that was sent, with its tenant and who made it; None if it opens nothing, or nothing any more.

    That it was used is written at most every five minutes. Raises TooManyRequests at the thirty-first bad key of a
    minute from one address.
    """
    parts = _KEY.fullmatch(text)
    found = None
    if parts is not None:
        found = ApiKey.objects.select_related("tenant", "created_by").filter(prefix=parts["prefix"]).first()
    opens = constant_time_compare(found.hash if found else "", hash_token(text))
    if found is None or not opens:
        throttle(f"api-keys:{address}", limit=MOST_GUESSES, window_seconds=GUESSES_SECONDS, now=now)
        return None
    if not found.works(now) or found.tenant.status == TenantStatus.SUSPENDED:
        return None
    if found.last_used_at is None or found.last_used_at < now - SEEN_EVERY:
        ApiKey.objects.filter(pk=found.pk).update(last_used_at=now)
    return found
