"""Forms of the team: whom to ask, as what, and who one is when one joins."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants.forms.office_fields import offer
from tenants.models import Role, User
from tenants.services import Place
from tenants.team_rules import Authority
from tenants.words_office import PERMISSIONS, ROLES
from ticketing.core.forms import AccessibleForm


class MemberForm(AccessibleForm):
    """What somebody is in the team. Offered is what the acting member may give."""

    autocomplete_for_visitor = False

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    extra_permissions = forms.MultipleChoiceField(
        label=_("Beyond the role"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the role includes anyway need not be ticked."),
    )
    is_limited = forms.BooleanField(
        label=_("Only certain events"),
        required=False,
        help_text=_("Other events, and what concerns the organization as a whole, are then not there for them."),
    )
    events = forms.MultipleChoiceField(label=_("Which events"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, data: Any = None, *, authority: Authority, events: Sequence[tuple[UUID, str]], **options: Any
    ) -> None:
        self._authority, self._events = authority, events
        super().__init__(data, **options)

    def make_fields(self) -> None:
        """Roles with what they are for, permissions by their names, events by theirs."""
        roles = [(role.value, _RoleChoice(role)) for role in self._authority.roles()]
        offer(self, "role", roles)
        offer(self, "extra_permissions", [(name, PERMISSIONS[name]) for name in self._authority.extra()])
        offer(self, "events", [(str(pk), name) for pk, name in self._events])

    def clean(self) -> dict[str, Any]:
        """Limited to no event is of no use; an owner is responsible for all of it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_limited"):
            if not cleaned.get("events") and "events" not in self.errors:
                self.add_error("events", _("Please tick at least one event, or do not limit this member."))
            if cleaned.get("role") == Role.OWNER:
                self.add_error("is_limited", _("An owner is responsible for everything. Choose another role."))
        return cleaned

    def place(self) -> Place:
        """What was chosen."""
        given: Mapping[str, Any] = self.cleaned_data
        is_limited = bool(given["is_limited"])
        return Place(
            role=given["role"],
            extra_permissions=tuple(given["extra_permissions"]),
            is_limited=is_limited,
            event_ids=tuple(UUID(pk) for pk in given["events"]) if is_limited else (),
        )


class InviteForm(MemberForm):
    """Whom to ask into the team, and as what."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    field_order = ["email", "role", "extra_permissions", "is_limited", "events"]


class JoinForm(AccessibleForm):
    """A new account for who was invited; the address is known."""

    full_name = forms.CharField(label=_("Your name"), max_length=200)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters, and not one of the common ones."),
    )

    def __init__(self, data: Any = None, *, email: str) -> None:
        self._email = email
        super().__init__(data)

    def clean_password(self) -> str:
        """One that our rules allow for this person."""
        password: str = self.cleaned_data["password"]
        person = User(email=self._email, full_name=self.cleaned_data.get("full_name", ""))
        try:
            validate_password(password, person)
        except ValidationError as refusal:
            raise ValidationError(refusal.messages) from refusal
        return password


class _RoleChoice:
    """A role with the sentence that explains it; translated when it is drawn."""

    def __init__(self, role: Role) -> None:
        self.name, self.explanation = role.label, ROLES[role]

    def __str__(self) -> str:
        return str(self.name)
