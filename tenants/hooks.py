"""Where higher apps take part in what `tenants` does. Filled in their `AppConfig.ready()`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from tenants.models import Membership, Tenant, User
from ticketing.core.mail import MailMessage


class MailBuilder(Protocol):
    """Makes a queued mail complete when it is about to be sent. Reads and renders; called outside transactions."""

    def __call__(self, context: Mapping[str, Any], *, to: str, message_id: str) -> MailMessage | None:
        """The message about what `context` names, or None where there is nothing left to tell."""


# By the `template` that `steps.queue_mail` was given.
mail_builders: dict[str, MailBuilder] = {}


class EventLimits(Protocol):
    """What the team needs to know of events, which are of a higher app: which ones a limited member reaches."""

    def choices(self, tenant: Tenant) -> Sequence[tuple[UUID, str]]:
        """The tenant's events that members can be limited to, by id and name."""

    def set(self, membership: Membership, event_ids: Iterable[UUID]) -> None:
        """Let the member reach these events of their tenant, and no other, within the caller's transaction."""

    def names(self, memberships: Iterable[Membership]) -> Mapping[UUID, Sequence[tuple[UUID, str]]]:
        """The events, by id and name, that each membership names."""


# Filled by `events`: exactly one.
event_limits: list[EventLimits] = []


@dataclass(frozen=True, slots=True)
class Person:
    """Whose data it is: a user and the addresses that are proven to be theirs, or who bought under an address.

    Addresses are in lower case. With a `tenant_id` it is about what that tenant knows, else about what all do.
    """

    user: User | None
    addresses: frozenset[str]
    tenant_id: UUID | None = None

    def where(self, *, email: str, user: str = "") -> Q:
        """The rows of a tenant's whose field `email`, or whose field `user`, is this person."""
        found = Q(**{f"{email}__in": self.addresses})
        if user and self.user is not None:
            found |= Q(**{user: self.user})
        return found if self.tenant_id is None else found & Q(tenant=self.tenant_id)


@dataclass(frozen=True, slots=True)
class PersonalFile:
    """A file that a person uploaded: its name in the private storage, and what it is called for them."""

    stored: str
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what is known about a person: plain data under a name, and files that belong to it."""

    name: str
    rows: Sequence[Mapping[str, Any]]
    files: Sequence[PersonalFile] = ()


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What an app knows about people.

    `export` reads. `anonymize` takes the person out of the app's rows, within the transaction that deletes the account,
    or a buyer's data with one tenant, and in the order of locks; no export comes first. It says which files, and which
    folders (with a slash), of the private storage are to go. Business records stay: what was bought, paid and admitted.
    """

    export: Callable[[Person], Iterable[Section]]
    anonymize: Callable[[Person, datetime], Iterable[str]]


# In the apps' order, which is the order of locks.
personal_data: list[PersonalData] = []


def anonymize(person: Person, *, now: datetime) -> None:
    """Take a person out of all apps, in the caller's transaction; their files go once it is committed."""
    files = [name for data in personal_data for name in data.anonymize(person, now)]
    delete_later("private", files)


def delete_later(storage: str, names: Sequence[str]) -> None:
    """Have files deleted once the caller's transaction is committed."""
    if names:
        app.configure_task("tenants.delete_files", queue="default").defer(storage=storage, names=list[JSONValue](names))
