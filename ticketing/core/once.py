"""Forms that make something make it once, however often they are sent: a double click, "back" and send, two tabs.

A form that is shown gets a key: the id of the row that it will make, signed for the organizer, the member and the page
that it is for. Whoever comes second with the same id is refused by the database itself, by the table's primary key.
"""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError, SentBefore
from ticketing.core.ids import uuid7

NAME = "once"
_SALT = "foyer.once"

P = ParamSpec("P")
R = TypeVar("R")


def new_key(*bound_to: object) -> str:
    """A key for a form that is about to be shown; it counts only where it is read with the same words."""
    return signing.dumps([uuid7().hex, *map(str, bound_to)], salt=_SALT)


def id_of(key: str, *bound_to: object) -> UUID | None:
    """The id that a key stands for; None where it is not one of ours, or was given to somebody else."""
    try:
        found, *words = signing.loads(key, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return UUID(found) if words == [str(word) for word in bound_to] else None


class KeyField(forms.CharField):
    """The key in a form, cleaned to the id of what it makes. A client of its own may leave it out: None."""

    def __init__(self, *bound_to: object) -> None:
        self.bound_to = bound_to
        super().__init__(
            required=False, widget=forms.HiddenInput(), label="", initial=functools.partial(new_key, *bound_to)
        )

    def clean(self, value: Any) -> UUID | None:
        """Read the key. Refuses one that was made for somebody or something else."""
        key = super().clean(value)
        found = id_of(key, *self.bound_to) if key else None
        if key and found is None:
            raise ValidationError(_("This form was made for somebody else. Please open it anew."))
        return found


def makes(model: type[Model]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Have a service whose `pk` is the id of the row it makes raise SentBefore where that row is there already.

    Stands outside the service's transaction: of two at once the second waits for the first in the index of ids, and
    all that it wrote is rolled back.
    """

    def is_there(pk: object) -> bool:
        return pk is not None and model._default_manager.filter(pk=pk).exists()

    def decorate(service: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(service)
        def once(*args: P.args, **kwargs: P.kwargs) -> R:
            pk = kwargs.get("pk")
            if is_there(pk):
                raise SentBefore(pk=pk)
            try:
                return service(*args, **kwargs)
            except (IntegrityError, DomainError) as refusal:
                if is_there(pk):
                    raise SentBefore(pk=pk) from refusal
                raise

        return once

    return decorate
