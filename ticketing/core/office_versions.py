"""Forms of rows that several people may have open: what becomes of a save that somebody else overtook."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import ChoiceWidget
from django.http import QueryDict
from django.utils.translation import gettext as _

from ticketing.core.errors import DomainError, Stale
from ticketing.core.office_fields import OfficeForm

_HIDDEN = ("version", "seen")
CONFLICT = 409


@dataclass(frozen=True)
class Difference:
    """A field that stands otherwise than what was typed. `is_ours`: what was typed wins unless one says otherwise."""

    name: str
    label: str
    theirs: str
    ours: str
    is_ours: bool


class VersionedForm(OfficeForm):
    """The form of a row with a `version`, which is among its initial values; that of a new row has none.

    `seen` are short marks of the values that the page showed: what was not touched gives way to what somebody else
    saved.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "version" in self.initial:
            self.initial["seen"] = json.dumps({bound.name: _mark(_shown(bound)) for bound in self._kept()})
        else:
            for name in _HIDDEN:
                del self.fields[name]

    @property
    def is_stale(self) -> bool:
        """Whether the row was saved since this page showed it."""
        return self.is_bound and self.cleaned_data.get("version") not in (None, self.initial.get("version"))

    @property
    def typed_values(self) -> dict[str, Any]:
        """The clean values without what only the form itself needs."""
        return {name: value for name, value in self.cleaned_data.items() if name not in _HIDDEN}

    def differences(self) -> list[Difference]:
        """Where the row as it stands now, and what was typed, differ."""
        seen, found = _loaded(self.data.get(self.add_prefix("seen"), "")), []
        for bound in self._kept():
            theirs, ours = _shown(bound), _typed(bound)
            if theirs != ours:
                words = (_in_words(bound, theirs), _in_words(bound, ours))
                found.append(Difference(bound.name, str(bound.label), *words, seen.get(bound.name) != _mark(ours)))
        return found

    def _kept(self) -> list[BoundField]:
        """The fields of which the row keeps something."""
        return [self[name] for name in self.fields if name in self.initial and name not in _HIDDEN]


T = TypeVar("T", bound=VersionedForm)


@dataclass(frozen=True)
class Edited(Generic[T]):
    """What came of a page on which a row is edited."""

    form: T
    is_saved: bool = False
    differences: Sequence[Difference] = ()
    status: int = 200


def edit(make: Callable[[Any], T], data: QueryDict | None, save: Callable[[T], object]) -> Edited[T]:
    """Show a row's form, save it, or say at its fields why not.

    Where somebody else saved meanwhile, both values stand side by side, and nothing typed is lost. `make` reads the row
    anew and makes its form; `save` raises DomainError, or Stale.
    """
    if data is None:
        return Edited(make(None))
    data = resolved(data, make)
    form = make(data)
    if form.is_valid():
        try:
            save(form)
        except Stale:
            return conflict(make, data)
        except DomainError as refusal:
            form.add_refusal(refusal)
        else:
            return Edited(form, is_saved=True)
    elif form.is_stale:
        return conflict(make, data)
    return Edited(form)


def resolved(data: QueryDict, make: Callable[[Any], VersionedForm]) -> QueryDict:
    """What was posted, with the row's own value wherever somebody else's was chosen over what was typed."""
    if not any(name.startswith("take-") for name in data):
        return data
    found = data.copy()
    for bound in make(None)._kept():
        if data.get(f"take-{bound.name}") == "theirs":
            found.setlist(bound.html_name, _shown(bound))
    return found


def conflict(make: Callable[[Any], T], data: QueryDict) -> Edited[T]:
    """What was typed, in a form of the row as it is now, and what somebody else saved meanwhile beside it."""
    judged, again = make(data), data.copy()
    again["version"], again["seen"] = str(judged.initial["version"]), judged.initial["seen"]
    fresh = make(again)
    fresh.is_valid()
    return Edited(fresh, differences=judged.differences(), status=CONFLICT)


def _shown(bound: BoundField) -> list[str]:
    """What a browser would send back of a field that nobody touches."""
    value = bound.field.prepare_value(bound.initial)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    return _plain(bound.field.widget.format_value(value))


def _typed(bound: BoundField) -> list[str]:
    sent = bound.data
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return ["on"] if sent else []
    return _plain(sent)


def _plain(value: Any) -> list[str]:
    """Texts in one order, without empty ones, and without the line ends that browsers send."""
    values = value if isinstance(value, list | tuple) else [value]
    return sorted(text for each in values if each is not None and (text := str(each).replace("\r\n", "\n").strip()))


def _mark(value: list[str]) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


def _loaded(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _in_words(bound: BoundField, value: list[str]) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return str(_("Yes") if value else _("No"))
    if isinstance(widget, ChoiceWidget):
        names = {str(key): str(name) for key, name in widget.choices}
        return ", ".join(names.get(each, each) for each in value)
    return ", ".join(value).replace("T", " ") if isinstance(widget, forms.DateTimeInput) else ", ".join(value)
