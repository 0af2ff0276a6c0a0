"""The buyer's details: who buys, who comes, what the organizer asks, and what is agreed to."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.models import AskedPer, Question, QuestionKind, TicketKind, TicketType
from orders import uploads
from orders.forms.base import KeepingForm
from orders.forms.questions import QuestionsForm, Upload, field_name, initial_of, limited_to
from orders.models import Attendee, Cart, CartItem, Order
from orders.steps.ordering import AttendeeDetails, Details
from tenants.models import Tenant, User
from ticketing.core.errors import DomainError

ORDER_PREFIX = "order"
NOTE_SUFFIX = "-kept"


class BuyerForm(KeepingForm):
    """Who buys, and where the tickets go."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=120)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=254, help_text=gettext_lazy("Your tickets are sent here.")
    )
    marketing = forms.BooleanField(required=False)

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["marketing"].label = marketing_wording(tenant)


class AttendeeForm(QuestionsForm):
    """Who comes with one ticket. Nothing typed means the buyer."""

    autocomplete_for_visitor = False

    is_buyer = forms.BooleanField(label=gettext_lazy("This ticket is for me"), required=False)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=120, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=120, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("If you give it, the ticket is sent there too."),
    )

    def __init__(self, *args: Any, ticket_type: TicketType, number: int, of: int, **kwargs: Any) -> None:
        self.ticket_type = ticket_type
        self.number = number
        self.of = of
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Whoever is ticked to be the buyer has no other name, whatever still stands in the fields."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_buyer"):
            for name in ("first_name", "last_name", "email"):
                self.errors.pop(name, None)
        return cleaned

    def attendee(self, buyer: Mapping[str, Any]) -> AttendeeDetails:
        """The person, taken from the buyer where nobody else is named."""
        own = {name: self.cleaned_data.get(name, "") for name in ("first_name", "last_name", "email")}
        person = own
        if self.cleaned_data["is_buyer"] or not any(own.values()):
            person = {name: buyer[name] for name in own}
        answers = self.answers()
        phones = _phones(self.questions, answers)
        return AttendeeDetails(
            ticket_type_id=self.ticket_type.pk, phone=phones[0] if phones else "", answers=answers, **person
        )


class TermsForm(KeepingForm):
    """The organizer's terms, where there are any."""

    has_accepted_terms = forms.BooleanField(
        error_messages={"required": gettext_lazy("Please accept the terms to go on.")}
    )

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accepted = self.fields["has_accepted_terms"]
        accepted.label = _("I accept the terms of %(organizer)s") % {"organizer": tenant.name}
        accepted.help_text = format_html(
            '<a href="{}" target="_blank" rel="noopener">{}</a>',
            tenant.settings.terms_of_service_url,
            _("Read the terms (opens a new window)"),
        )


class CodeForm(KeepingForm):
    """A discount code."""

    discount_code = forms.CharField(
        label=gettext_lazy("Discount code"),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "form": "details-form"}
        ),
    )


@dataclass
class Asked:
    """What the forms are about: the cart's items in their order, and the event's questions."""

    cart: Cart
    items: Sequence[CartItem]
    questions: Sequence[Question]
    user: User | None = None
    earlier: Order | None = None
    """A lapsed order whose details are taken over."""

    @cached_property
    def people(self) -> dict[str, Attendee]:
        """Who was to come with the earlier order, by the prefixes of the forms."""
        if self.earlier is None:
            return {}
        tickets = self.earlier.tickets.select_related("attendee").order_by("pk")
        numbers: Counter[object] = Counter()
        people: dict[str, Attendee] = {}
        for ticket in tickets:
            numbers[ticket.ticket_type_id] += 1
            people[f"{ticket.ticket_type_id}-{numbers[ticket.ticket_type_id]}"] = ticket.attendee
        return people

    def earlier_answers(self, prefix: str) -> Mapping[str, Any]:
        """The answers given before, by the form's prefix."""
        if prefix == ORDER_PREFIX:
            return self.earlier.answers if self.earlier else {}
        return self.people[prefix].answers if prefix in self.people else {}


@dataclass
class Sent:
    """What a post brought: nothing of it is checked where `is_silent`."""

    data: Mapping[str, Any]
    files: "MultiValueDict[str, UploadedFile[bytes]]" = field(default_factory=MultiValueDict)
    is_silent: bool = False


class DetailsForms:
    """All forms of the details page as one."""

    def __init__(self, asked: Asked, sent: Sent | None = None) -> None:
        self.asked = asked
        tenant = asked.cart.event.tenant
        common: dict[str, Any] = {"data": sent.data, "is_silent": sent.is_silent} if sent else {}
        self.uploaded = _Uploads(asked, sent).by_field()
        self.buyer = BuyerForm(tenant=tenant, initial=_buyer_initial(asked), **common)
        per_order = [question for question in asked.questions if question.asked_per == AskedPer.ORDER]
        type_ids = [item.ticket_type_id for item in asked.items]
        self.order = QuestionsForm(
            prefix=ORDER_PREFIX,
            questions=limited_to(per_order, type_ids),
            uploaded=self.uploaded,
            initial=initial_of(per_order, asked.earlier_answers(ORDER_PREFIX)),
            **common,
        )
        self.attendees = list(_attendee_forms(asked, self.uploaded, common))
        self.terms = TermsForm(tenant=tenant, **common) if tenant.settings.terms_of_service_url else None
        self.code = CodeForm(initial={"discount_code": _first_code(asked)}, **common)

    @property
    def all(self) -> list[KeepingForm]:
        """Every form, in the order of the page."""
        return [self.buyer, *self.attendees, self.order, *([self.terms] if self.terms else []), self.code]

    def is_valid(self) -> bool:
        """Check them all, so that every error is shown at once."""
        judged = [form.is_valid() for form in self.all]
        return all(judged)

    def silence(self) -> None:
        """Show what was typed without any complaint."""
        for form in self.all:
            form.silence()

    def add_refusal(self, refusal: DomainError) -> None:
        """Show a refusal of the sale at the field it is about, else on top."""
        for form in self.all:
            if refusal.field in form.fields:
                form.add_error(refusal.field, str(refusal))
                return
        self.buyer.add_error(None, str(refusal))

    def typed_code(self) -> str:
        """The discount code as it stands in its field."""
        return str(self.code["discount_code"].value() or "").strip()[:40]

    def details(self) -> Details:
        """What the checkout service takes. Only after `is_valid`."""
        buyer = self.buyer.cleaned_data
        tenant = self.asked.cart.event.tenant
        answers = self.order.answers()
        phones = _phones(self.order.questions, answers)
        return Details(
            email=buyer["email"],
            first_name=buyer["first_name"],
            last_name=buyer["last_name"],
            phone=phones[0] if phones else "",
            marketing_consent_text=marketing_wording(tenant) if buyer["marketing"] else "",
            answers=answers,
            attendees=tuple(form.attendee(buyer) for form in self.attendees),
            discount_code=self.code.cleaned_data["discount_code"],
            locale=get_language() or "en",
            user=self.asked.user,
            has_accepted_terms=self.terms is not None,
        )


class _Uploads:
    """Keeps what was uploaded and finds again what was kept before, by the name of its field."""

    def __init__(self, asked: Asked, sent: Sent | None) -> None:
        self.asked = asked
        self.sent = sent

    def by_field(self) -> dict[str, Upload]:
        """What there is, if there are questions for files at all."""
        questions = [question for question in self.asked.questions if question.kind == QuestionKind.FILE]
        prefixes = {AskedPer.ORDER.value: [ORDER_PREFIX], AskedPer.ATTENDEE.value: attendee_prefixes(self.asked.items)}
        fields = [(question, prefix) for question in questions for prefix in prefixes[question.asked_per]]
        return {
            f"{prefix}-{field_name(question)}": upload
            for question, prefix in fields
            if (upload := self._one(question, prefix))
        }

    def _one(self, question: Question, prefix: str) -> Upload | None:
        name = f"{prefix}-{field_name(question)}"
        if self.sent is None:
            answer = self.asked.earlier_answers(prefix).get(str(question.pk))
            return self._noted(question, uploads.KeptFile(**answer)) if answer else None
        if new := self.sent.files.get(name):
            try:
                return self._noted(question, uploads.keep(new))
            except DomainError as refusal:
                return Upload(error=str(refusal))
        kept = uploads.kept_file(self.sent.data.get(name + NOTE_SUFFIX, ""), self.asked.cart, str(question.pk))
        return self._noted(question, kept) if kept else None

    def _noted(self, question: Question, kept: uploads.KeptFile) -> Upload:
        return Upload(kept=kept, note=uploads.note_of(kept, self.asked.cart, str(question.pk)))


def marketing_wording(tenant: Tenant) -> str:
    """What a buyer agrees to by the box that stands unticked; kept with the consent."""
    return _("%(organizer)s may send me e-mails about other events. I can end that at any time.") % {
        "organizer": tenant.name
    }


def attendee_prefixes(items: Sequence[CartItem]) -> list[str]:
    """The prefix of each ticket's form: by ticket type, so that what was typed stays put when quantities change."""
    return [f"{item.ticket_type_id}-{number}" for item in _tickets(items) for number in range(1, item.quantity + 1)]


def _attendee_forms(asked: Asked, uploaded: Mapping[str, Upload], common: dict[str, Any]) -> Iterator[AttendeeForm]:
    per_attendee = [question for question in asked.questions if question.asked_per == AskedPer.ATTENDEE]
    is_first = True
    for item in _tickets(asked.items):
        questions = limited_to(per_attendee, [item.ticket_type_id])
        for number in range(1, item.quantity + 1):
            prefix = f"{item.ticket_type_id}-{number}"
            yield AttendeeForm(
                prefix=prefix,
                ticket_type=item.ticket_type,
                number=number,
                of=item.quantity,
                questions=questions,
                uploaded=uploaded,
                initial=_attendee_initial(asked, prefix, questions) or {"is_buyer": is_first},
                **common,
            )
            is_first = False


def _tickets(items: Sequence[CartItem]) -> list[CartItem]:
    return [item for item in items if item.ticket_type.kind == TicketKind.TICKET]


def _attendee_initial(asked: Asked, prefix: str, questions: Sequence[Question]) -> dict[str, Any]:
    person = asked.people.get(prefix)
    if person is None:
        return {}
    names = {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}
    return names | initial_of(questions, person.answers)


def _buyer_initial(asked: Asked) -> dict[str, str]:
    if asked.earlier:
        buyer = asked.earlier.buyer
        return {"first_name": buyer.first_name, "last_name": buyer.last_name, "email": buyer.email}
    if asked.user:
        return {"first_name": asked.user.first_name, "last_name": asked.user.last_name, "email": asked.user.email}
    if waiting := asked.cart.waiting_entry:
        first, _space, last = waiting.name.rpartition(" ")
        return {"first_name": first or last, "last_name": last if first else "", "email": waiting.email}
    return {}


def _first_code(asked: Asked) -> str:
    """The code of the earlier order, or the one that unlocked hidden types, where it is about what was chosen."""
    code = asked.earlier.discount_code if asked.earlier else asked.cart.discount_code
    if code is None:
        return ""
    limited_to = {ticket_type.pk for ticket_type in code.ticket_types.all()}
    return code.code if not limited_to or limited_to & {item.ticket_type_id for item in asked.items} else ""


def _phones(questions: Sequence[Question], answers: Mapping[str, Any]) -> list[str]:
    return [
        answers[str(question.pk)]
        for question in questions
        if question.kind == QuestionKind.PHONE and str(question.pk) in answers
    ]
