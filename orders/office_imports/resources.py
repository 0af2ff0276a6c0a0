"""What the rows of a file mean: columns by kind, and what would come of each row.

Rows go through django-import-export, which never saves here: checking is all it does. What a row says is judged by the
console's own forms, so that a file can do no more than a page can.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.results import RowResult

from events.forms.office_codes import CodeForm
from events.models import DiscountCode, Event, TicketType
from orders.errors_office_imports import RowNoLongerGood
from orders.forms.office_ticket_types import TicketTypeForm
from orders.models import ImportKind, Ticket, Verdict
from tenants.models import Tenant
from ticketing.core.tokens import normalize_code

FORMULA_START = "="
YES = {"yes", "true", "1", "x", "ja", "on"}
LONGEST_TICKET_CODE = 64


class Draft:
    """What a row would make: `existing` is what it would change; `values` are clean."""

    def __init__(self, cells: Mapping[str, str], existing: Any = None) -> None:
        self.cells, self.existing = dict(cells), existing
        self.values: dict[str, Any] = {}
        self.pk = getattr(existing, "pk", None)


class RowsResource(resources.Resource):
    """Rows of one kind for one event, or (codes only) for all of a tenant's. `seen` are the keys of earlier rows."""

    needed: tuple[str, ...] = ()
    key = ""

    class Meta:
        skip_diff = True
        store_instance = True
        clean_model_instances = False

    def __init__(self, *, tenant: Tenant, event: Event | None, seen: set[str]) -> None:
        super().__init__()
        self.tenant, self.event, self.seen = tenant, event, seen

    @classmethod
    def columns(cls) -> list[str]:
        """The names of the columns, those that are needed first."""
        return [field.column_name for field in cls.fields.values()]

    @property
    def currency(self) -> str:
        """In which amounts are given."""
        return self.event.currency if self.event else self.tenant.settings.default_currency

    @property
    def zone(self) -> str:
        """On whose clock moments are given."""
        return self.event.time_zone if self.event else self.tenant.settings.time_zone

    def prepare(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Look up, in one go, what the rows may name."""

    def get_or_init_instance(self, instance_loader: Any, row: Mapping[str, str]) -> tuple[Draft, bool]:
        """What the row would change, or a new draft."""
        draft = Draft(row, self.existing(row))
        return draft, draft.existing is None

    def existing(self, row: Mapping[str, str]) -> Any:
        """What is there already under the row's key."""
        return None

    def import_instance(self, instance: Draft, row: Mapping[str, str], **kwargs: Any) -> None:
        """Raise ValidationError, by column, for what the row cannot say."""
        formula = _("This is a formula. Please paste its value.")
        wrong = {name: formula for name, cell in row.items() if cell.startswith(FORMULA_START)}
        wrong |= {name: _("This is needed.") for name in self.needed if not row.get(name, "").strip()}
        key = self.key_of(row)
        if key and key in self.seen:
            wrong.setdefault(self.key, _("An earlier row has the same."))
        self.seen.add(key)
        if wrong:
            raise ValidationError(wrong)
        instance.values = self.clean(instance)

    def validate_instance(
        self, instance: Draft, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """All that is wrong was found before."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def do_instance_save(self, instance: Draft, is_create: bool) -> None:
        """Rows are written by services, never here."""

    def clean(self, draft: Draft) -> dict[str, Any]:
        """The row's values. Raises ValidationError by column."""
        raise NotImplementedError

    @classmethod
    def key_of(cls, row: Mapping[str, str]) -> str:
        """By what a row is known."""
        return normalize_code(row.get(cls.key, ""))

    def verdicts(self, rows: Sequence[Mapping[str, str]]) -> list[tuple[str, list[list[str]]]]:
        """What would come of each row, and of the refused ones column by column why."""
        return [_verdict(result) for result in self._checked(rows)]

    def draft(self, row: Mapping[str, str]) -> Draft:
        """What a single row makes, now. Raises RowNoLongerGood."""
        (result,) = self._checked([row])
        verdict, reasons = _verdict(result)
        if verdict == Verdict.REFUSED:
            raise RowNoLongerGood(reason="; ".join(f"{column}: {reason}" for column, reason in reasons))
        draft: Draft = result.instance
        return draft

    def _checked(self, rows: Sequence[Mapping[str, str]]) -> list[RowResult]:
        self.prepare(rows)
        filled = [{name: row.get(name, "") for name in self.columns()} for row in rows]
        return [
            self.import_row(row, None, dry_run=True, row_number=number) for number, row in enumerate(filled, start=1)
        ]


def _verdict(result: RowResult) -> tuple[str, list[list[str]]]:
    if result.import_type == RowResult.IMPORT_TYPE_INVALID:
        found = result.validation_error.message_dict
        return Verdict.REFUSED, [[column, " ".join(reasons)] for column, reasons in found.items()]
    if result.errors:
        # Whatever this is, it is no refusal of ours.
        raise result.errors[0].error
    return (Verdict.NEW if result.import_type == RowResult.IMPORT_TYPE_NEW else Verdict.CHANGED), []


class TicketTypeRows(RowsResource):
    """Ticket types, known by their name."""

    needed, key = ("name", "price"), "name"

    name = fields.Field("name", "name")
    price = fields.Field("price", "price")
    places = fields.Field("places", "places")
    description = fields.Field("description", "description")
    sales_start = fields.Field("sales_start", "sales_start")
    sales_end = fields.Field("sales_end", "sales_end")
    min_per_order = fields.Field("min_per_order", "min_per_order")
    max_per_order = fields.Field("max_per_order", "max_per_order")
    tax_rate = fields.Field("tax_rate", "tax_rate")
    hidden = fields.Field("hidden", "hidden")

    form_fields = {"price": "price_cents", "sales_start": "sales_starts_at", "sales_end": "sales_ends_at"}

    def prepare(self, rows: Iterable[Mapping[str, str]]) -> None:
        """The event's types by name."""
        found = TicketType.objects.filter(event=self.event, archived_at=None).select_related("stock")
        self.by_name = {normalize_code(row.name): row for row in found.order_by("-sort_order", "-pk")}

    def existing(self, row: Mapping[str, str]) -> Any:
        """The type of this name."""
        return self.by_name.get(normalize_code(row.get("name", "")))

    def clean(self, draft: Draft) -> dict[str, Any]:
        """By the form of a ticket type; what the file does not say stays as it is."""
        assert self.event is not None
        row = draft.existing or TicketType(event=self.event)
        row.event = self.event
        blank = TicketTypeForm.of(row)
        data = {name: blank[name].value() for name in blank.fields}
        data = {name: _as_posted(value) for name, value in data.items()}
        given = {self.form_fields.get(name, name): cell for name, cell in draft.cells.items() if cell}
        if "hidden" in given:
            given["is_hidden"] = "on" if given.pop("hidden").lower() in YES else ""
        for name in ("sales_starts_at", "sales_ends_at"):
            if name in given:
                given[name] = _moment(given[name])
        form = TicketTypeForm.of(row, {**data, **given})
        if not form.is_valid():
            raise ValidationError(_by_column(form.errors, self.form_fields | {"hidden": "is_hidden"}))
        return {**form.values, "places": form.cleaned_data["places"]}


class CodeRows(RowsResource):
    """Discount codes, known by their letters."""

    needed, key = ("code", "value"), "code"

    code = fields.Field("code", "code")
    value = fields.Field("value", "value")
    kind = fields.Field("kind", "kind")
    max_uses = fields.Field("max_uses", "max_uses")
    max_per_buyer = fields.Field("max_per_buyer", "max_per_buyer")
    valid_from = fields.Field("valid_from", "valid_from")
    valid_until = fields.Field("valid_until", "valid_until")
    ticket_types = fields.Field("ticket_types", "ticket_types")
    description = fields.Field("description", "description")

    form_fields = {
        "kind": "discount_type",
        "max_uses": "max_redemptions",
        "valid_from": "starts_at",
        "valid_until": "expires_at",
    }

    def prepare(self, rows: Iterable[Mapping[str, str]]) -> None:
        """The codes that are there."""
        words = {normalize_code(row.get("code", "")) for row in rows}
        found = DiscountCode.objects.filter(tenant=self.tenant, event=self.event, code__in=words)
        self.by_code = {row.code: row for row in found.prefetch_related("ticket_types")}
        types = TicketType.objects.filter(event=self.event, archived_at=None) if self.event else ()
        self.types = {normalize_code(row.name): str(row.pk) for row in types}

    def existing(self, row: Mapping[str, str]) -> Any:
        """The code of these letters."""
        return self.by_code.get(normalize_code(row.get("code", "")))

    def clean(self, draft: Draft) -> dict[str, Any]:
        """By the form of a code; what the file does not say stays as it is."""
        row = draft.existing or DiscountCode(event=self.event)
        row.event = self.event
        blank = CodeForm.of(row, None, currency=self.currency, zone=self.zone)
        data = {name: _as_posted(blank[name].value()) for name in blank.fields}
        given = {self.form_fields.get(name, name): cell for name, cell in draft.cells.items() if cell}
        for name in ("starts_at", "expires_at"):
            if name in given:
                given[name] = _moment(given[name])
        wanted: dict[str, Any] = {**data, **given}
        if "ticket_types" in given:
            wanted["ticket_types"] = self._types_named(given["ticket_types"])
        form = CodeForm.of(row, wanted, currency=self.currency, zone=self.zone)
        if not form.is_valid():
            raise ValidationError(_by_column(form.errors, self.form_fields))
        return form.typed_values

    def _types_named(self, cell: str) -> list[str]:
        """The ids of the types that a cell names, parted by semicolons."""
        if self.event is None:
            raise ValidationError({"ticket_types": _("Only codes of one event can be for some of its ticket types.")})
        names = [name.strip() for name in cell.split(";") if name.strip()]
        unknown = [name for name in names if normalize_code(name) not in self.types]
        if unknown:
            words = _("The event has no ticket type “%(name)s”. Several are parted by semicolons.")
            raise ValidationError({"ticket_types": words % {"name": unknown[0]}})
        return [self.types[normalize_code(name)] for name in names]


class AttendeeRows(RowsResource):
    """People with tickets from another system, whose codes go on being good."""

    needed, key = ("code", "ticket_type", "email"), "code"

    code = fields.Field("code", "code")
    ticket_type = fields.Field("ticket_type", "ticket_type")
    email = fields.Field("email", "email")
    first_name = fields.Field("first_name", "first_name")
    last_name = fields.Field("last_name", "last_name")
    phone = fields.Field("phone", "phone")

    def prepare(self, rows: Iterable[Mapping[str, str]]) -> None:
        """The event's tickets types by name, and which of the codes are taken, by whomever."""
        types = TicketType.objects.filter(event=self.event, archived_at=None, kind="ticket")
        self.by_name = {normalize_code(row.name): row for row in types.order_by("-sort_order", "-pk")}
        codes = {normalize_code(row.get("code", "")) for row in rows}
        self.taken = set(Ticket.objects.filter(code__in=codes).values_list("code", flat=True))

    def clean(self, draft: Draft) -> dict[str, Any]:
        """A code that nobody has, a type of the event, and a person."""
        cells = {name: cell.strip() for name, cell in draft.cells.items()}
        code, wrong = normalize_code(cells["code"]), {}
        if not code.isprintable() or not 4 <= len(code) <= LONGEST_TICKET_CODE:
            wrong["code"] = _("A code has 4 to 64 characters.")
        elif code in self.taken:
            wrong["code"] = _("Another ticket has this code.")
        ticket_type = self.by_name.get(normalize_code(cells["ticket_type"]))
        if ticket_type is None:
            wrong["ticket_type"] = _("The event has no ticket type of this name.")
        try:
            validate_email(cells["email"])
        except ValidationError:
            wrong["email"] = _("This is no e-mail address.")
        for name, most in (("first_name", 120), ("last_name", 120), ("phone", 32), ("email", 254)):
            if len(cells.get(name, "")) > most:
                wrong[name] = _("At most %(most)d characters.") % {"most": most}
        if wrong or ticket_type is None:
            raise ValidationError(wrong)
        person = {name: cells.get(name, "") for name in ("first_name", "last_name", "phone")}
        return {**person, "code": code, "ticket_type": ticket_type.pk, "email": cells["email"].lower()}


RESOURCES: dict[str, type[RowsResource]] = {
    ImportKind.TICKET_TYPES: TicketTypeRows,
    ImportKind.CODES: CodeRows,
    ImportKind.ATTENDEES: AttendeeRows,
}


def _as_posted(value: Any) -> Any:
    """A field's value as a browser would send it."""
    if isinstance(value, list):
        return [str(getattr(each, "pk", each)) for each in value]
    if value is None or value is False:
        return ""
    return "on" if value is True else str(getattr(value, "pk", value))


def _moment(cell: str) -> str:
    """A moment as a browser would send it; a day alone begins at midnight."""
    text = cell.strip().replace(" ", "T")
    return f"{text}T00:00" if "T" not in text else text[:16]


def _by_column(errors: Mapping[str, Any], form_fields: Mapping[str, str]) -> dict[str, list[str]]:
    columns = {field: column for column, field in form_fields.items()}
    return {columns.get(name, name): [str(error) for error in found] for name, found in errors.items()}
