"""Joining a waiting list: what is wished for, in order, how many places, and whom to write to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orders.models.waiting import MOST_WANTED
from ticketing.core.forms import AccessibleForm

MOST_WISHES = 3


class JoinForm(AccessibleForm):
    """One select per wish: the order needs no script."""

    quantity = forms.IntegerField(label=_("How many places"), min_value=1, max_value=MOST_WANTED, initial=1)
    least_quantity = forms.IntegerField(
        label=_("At least"),
        min_value=1,
        max_value=MOST_WANTED,
        required=False,
        help_text=_("If fewer come free than you want, may we offer you those? Left empty: all of them or none."),
    )
    name = forms.CharField(label=_("Your name"), max_length=240)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("We write to you here when places come free.")
    )

    def __init__(self, *args: Any, types: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        self.types = types
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """As many wishes as there are types, three at most, above all else."""
        choices = [(str(pk), name) for pk, name in self.types]
        labels = [_("I would like"), _("If not, then"), _("If not that either, then")]
        self.wish_names = [f"wish_{number}" for number in range(1, min(len(choices), MOST_WISHES) + 1)]
        for name, label in zip(self.wish_names, labels, strict=False):
            is_first = name == "wish_1"
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices if is_first else [("", _("Nothing else")), *choices], required=is_first
            )
        self.order_fields([*self.wish_names, "quantity", "least_quantity", "name", "email"])

    def clean(self) -> dict[str, Any]:
        """No wish twice, and at least no more than in all."""
        cleaned = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for name in self.wish_names:
            wish = cleaned.get(name)
            if wish and wish in seen:
                self.add_error(name, gettext("Please choose something else than above."))
            seen.add(wish or "")
        most, least = cleaned.get("quantity"), cleaned.get("least_quantity")
        if most and least and least > most:
            self.add_error("least_quantity", gettext("Please give no more than the places that you want."))
        return cleaned

    @property
    def wishes(self) -> list[UUID]:
        """The ticket types in order of wish."""
        return [UUID(self.cleaned_data[name]) for name in self.wish_names if self.cleaned_data.get(name)]
