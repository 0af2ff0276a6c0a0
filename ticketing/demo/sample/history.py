"""The history of an event's sales: orders, payments, refunds and admissions, each through its service at its moment."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from checkin import access as checkin_access
from checkin import services as checkin_services
from checkin.models import Gate
from checkin.values import Attempt
from events.models import AskedPer, DiscountCode, Event, Question, TicketKind, TicketType
from orders import services
from orders.models import Order, Payment, PaymentStatus, Refund, Ticket
from orders.payments.base import RefundState, State
from tenants.models import Membership, User
from ticketing.core.errors import DomainError
from ticketing.demo.sample.people import Person, companion, person
from ticketing.demo.sample.plans import EventPlan, TypePlan

_SAMPLE = UUID("3f0f8f4e-8c0e-4c55-9a3f-6d1f0b1c7a11")
CONSENT = "Yes, tell me about future events by e-mail."


@dataclass(frozen=True)
class Fate:
    """What becomes of an order."""

    name: str
    share: int


ABANDONED, UNPAID, CANCELLED, REFUNDED, KEPT = (
    Fate("abandoned", 4),
    Fate("unpaid", 3),
    Fate("cancelled", 2),
    Fate("refunded", 2),
    Fate("kept", 89),
)
FATES = (ABANDONED, UNPAID, CANCELLED, REFUNDED, KEPT)


class History:
    """Writes the orders of one event, one after the other in time."""

    def __init__(self, plan: EventPlan, event: Event, *, opened_at: datetime, now: datetime, regular: User) -> None:
        self.plan = plan
        self.event = event
        self.organizer = event.tenant.slug
        self.opened_at = opened_at
        self.until = min(now, event.starts_at) - timedelta(minutes=20)
        self.regular = regular
        self.types = {row.name: row for row in TicketType.objects.filter(event=event)}
        self.questions = list(Question.objects.filter(event=event).prefetch_related("ticket_types"))
        self.codes = list(DiscountCode.objects.filter(event=event, discount_value__gt=0, discount_value__lt=10000))

    def write(self, share: float = 1) -> int:
        """Write that share of the orders; returns how many there are. What is to sell out, does so in any case."""
        if self.plan.sells_out:
            return self._sell_out()
        return sum(self._write_one(moment, chance) for moment, chance in self._moments(round(self.plan.orders * share)))

    def _sell_out(self) -> int:
        """Sell until nothing is left, the last places one by one."""
        written = 0
        for moment, chance in self._moments(self.plan.orders * 2):
            written += self._write_one(moment, chance, fate=KEPT, most=2 if written % 7 else 1)
        services.release_all_lapsed(now=self.until)
        return written

    def _moments(self, count: int) -> Iterator[tuple[datetime, Random]]:
        """So many moments in order, denser at the opening and towards the end, each with a chance of its own."""
        chance = Random(f"{self.plan.slug} moments")
        shares = sorted(
            chance.betavariate(0.7, 1.6) if chance.random() < 0.5 else chance.betavariate(1.8, 0.8)
            for _number in range(count)
        )
        span = self.until - self.opened_at
        for number, share in enumerate(shares):
            yield self.opened_at + share * span, Random(f"{self.plan.slug} {number}")

    def _write_one(self, moment: datetime, chance: Random, *, fate: Fate | None = None, most: int = 4) -> int:
        fate = fate or chance.choices(FATES, weights=[each.share for each in FATES])[0]
        wanted = self._choose(chance, most)
        buyer = person(self.organizer, chance)
        try:
            order = self._order(moment, chance, wanted, buyer, fate)
        except DomainError:
            return 0
        return 1 if order is not None else 0

    def _order(
        self, moment: datetime, chance: Random, wanted: dict[TicketType, int], buyer: Person, fate: Fate
    ) -> Order | None:
        user = self.regular if chance.random() < 0.01 else None
        held = services.hold_places(
            event=self.event,
            wanted={row.pk: quantity for row, quantity in wanted.items()},
            visitor=services.Visitor(user=user),
            now=moment,
        )
        if fate is ABANDONED:
            return None
        at = moment + timedelta(minutes=chance.uniform(1, 6))
        order = services.check_out(cart=held.cart, details=self._details(wanted, buyer, user, chance), now=at)
        if order.total_cents and not order.is_confirmed:
            if fate is UNPAID:
                return order
            order = self._pay(order, at + timedelta(minutes=chance.uniform(0.5, 3)), chance)
        if fate is CANCELLED:
            services.cancel_order(order=order, by=None, now=self._later(at, chance))
        elif fate is REFUNDED and order.total_cents:
            self._refund(order, self._later(at, chance))
        return order

    def _choose(self, chance: Random, most: int) -> dict[TicketType, int]:
        """One or two kinds of things. What needs another comes with it."""
        plans = [plan for plan in self.plan.types if plan.popularity and not plan.requires]
        tickets = [plan for plan in plans if plan.fields.get("kind") != "merchandise"]
        extras = [plan for plan in self.plan.types if plan.requires or plan.fields.get("kind") == "merchandise"]
        chosen = {self._pick(tickets, chance): min(chance.choices((1, 2, 3, 4), (4, 6, 2, 2))[0], most)}
        if extras and chance.random() < 0.18:
            chosen[self._pick(extras, chance)] = 1
        return {
            row: min(quantity, row.max_per_order, row.max_per_buyer or quantity) for row, quantity in chosen.items()
        }

    def _pick(self, plans: Sequence[TypePlan], chance: Random) -> TicketType:
        (plan,) = chance.choices(plans, weights=[max(plan.popularity, 1) for plan in plans])
        return self.types[plan.name]

    def _details(
        self, wanted: dict[TicketType, int], buyer: Person, user: User | None, chance: Random
    ) -> services.Details:
        attendees: list[services.AttendeeDetails] = []
        for ticket_type, quantity in wanted.items():
            if ticket_type.kind != TicketKind.TICKET:
                continue
            for _place in range(quantity):
                first, last = (
                    (buyer.first_name, buyer.last_name) if not attendees else companion(self.organizer, chance)
                )
                attendees.append(
                    services.AttendeeDetails(
                        ticket_type_id=ticket_type.pk,
                        first_name=first,
                        last_name=last,
                        email=buyer.email if not attendees else "",
                        answers=self._answers(AskedPer.ATTENDEE, chance, ticket_type),
                    )
                )
        code = chance.choice(self.codes).code if self.codes and chance.random() < 0.08 else ""
        return services.Details(
            email=user.email if user else buyer.email,
            first_name=user.first_name if user else buyer.first_name,
            last_name=user.last_name if user else buyer.last_name,
            marketing_consent_text=CONSENT if chance.random() < 0.3 else "",
            answers=self._answers(AskedPer.ORDER, chance),
            attendees=attendees,
            discount_code=code,
            locale=buyer.locale,
            user=user,
            has_accepted_terms=True,
        )

    def _answers(self, asked_per: str, chance: Random, ticket_type: TicketType | None = None) -> dict[str, Any]:
        answers = {}
        for question in self.questions:
            limited_to = list(question.ticket_types.all())
            if question.asked_per != asked_per or (limited_to and ticket_type not in limited_to):
                continue
            if question.is_required or chance.random() < 0.6:
                answers[str(question.pk)] = _answer(question, chance)
        return answers

    def _pay(self, order: Order, at: datetime, chance: Random) -> Order:
        """As if the provider had said so: in a history, nobody can be asked."""
        methods = self.event.tenant.settings.payment_methods
        if "bank_transfer" in methods and chance.random() < 0.15:
            return services.mark_paid(order=order, by=self._bookkeeper(), now=at + timedelta(minutes=4))
        reference = uuid5(_SAMPLE, f"{self.organizer} {self.plan.slug} {order.pk}").hex
        payment = Payment.objects.create(
            tenant_id=order.tenant_id,
            order=order,
            user_id=order.user_id,
            provider="stripe",
            provider_reference=f"cs_sample_{reference}",
            status=PaymentStatus.PENDING,
            amount_cents=order.total_cents,
            currency=order.currency,
            created_at=at,
        )
        state = State(
            payment.provider_reference or "",
            "succeeded",
            order.total_cents,
            order.currency,
            method="card",
            fee_cents=round(order.total_cents * 0.014) + 25,
            # From this id the stand-in knows what was paid, should somebody refund it.
            payment_intent=f"pi_sample_{order.currency.lower()}_{order.total_cents}_{reference}",
        )
        return services.record_payment(payment_id=payment.pk, state=state, now=at + timedelta(minutes=1))

    def _bookkeeper(self) -> Membership:
        return Membership.objects.select_related("user").filter(tenant=self.event.tenant, role="owner")[0]

    def _refund(self, order: Order, at: datetime) -> None:
        amount = order.total_cents if order.total_cents % 2 else order.total_cents // 2
        refund: Refund = services.request_refund(
            order=order, amount_cents=amount, reason="requested by the buyer", now=at
        )
        services.record_refund(
            refund_id=refund.pk, state=RefundState(f"re_sample_{refund.pk.hex}", "succeeded", amount), now=at
        )

    def _later(self, at: datetime, chance: Random) -> datetime:
        return at + (self.until - at) * chance.uniform(0.05, 0.6)


def admit_guests(plan: EventPlan, event: Event, *, steward: User, now: datetime) -> int:
    """Scan a share of the tickets at the event's gate, with a second try of the same ticket now and then."""
    if not plan.admitted:
        return 0
    gate = Gate.objects.get(event=event, archived_at=None)
    door = checkin_access.door(gate, operator=steward)
    chance = Random(f"{plan.slug} door")
    codes = sorted(Ticket.objects.filter(event=event, status="valid").order_by("pk").values_list("code", flat=True))
    chance.shuffle(codes)
    first = event.starts_at - timedelta(minutes=40)
    span = min(now, event.ends_at) - timedelta(minutes=2) - first
    admitted = 0
    chosen = codes[: round(len(codes) * plan.admitted)]
    moments = sorted(chance.betavariate(1.4, 3.2) for _code in chosen)
    for code, share in zip(chosen, moments, strict=True):
        at = first + share * span
        answer = checkin_services.redeem(door=door, attempt=Attempt(scan_id=uuid5(_SAMPLE, code), text=code), now=at)
        admitted += answer.is_admitted
        if chance.random() < 0.03:
            again = Attempt(scan_id=uuid5(_SAMPLE, f"{code} again"), text=code)
            checkin_services.redeem(door=door, attempt=again, now=at + timedelta(seconds=20))
    return admitted


def _answer(question: Question, chance: Random) -> Any:
    by_kind: dict[str, Callable[[], Any]] = {
        "choice": lambda: chance.choice(question.choices),
        "multiple": lambda: chance.sample(question.choices, k=chance.randint(1, 2)),
        "number": lambda: chance.randint(3, 12),
        "country": lambda: chance.choice(("JP", "DE", "US", "NL", "AE")),
        "consent": lambda: {"agreed": True, "wording": question.label},
    }
    plain = chance.choice(("Yes, gladly", "Not yet", "See you there!", "光", "Ohne Nüsse, bitte", "一期一会"))
    return by_kind.get(question.kind, lambda: plain)()
