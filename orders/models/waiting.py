"""The waiting list: who wants places of an event that are gone, in the order in which they came."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models import Event, TicketType
from orders.models.sale import WITHOUT_TAG
from tenants.models import Tenant, User
from ticketing.core.constraints import at_least, lower_case, one_of
from ticketing.core.models import BaseModel, BaseQuerySet
from ticketing.core.tokens import new_token

# A stock with so many places free keeps nobody waiting, so places that come back to it wake nobody.
MOST_WANTED = 20


class WaitingStatus(models.TextChoices):
    """Where somebody stands. Open: waiting, offered; an offer that lapses or is revoked leads back to waiting."""

    WAITING = "waiting", _("Waiting")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Ordered")
    DECLINED = "declined", _("Declined")
    LEFT = "left", _("Has left")
    LAPSED = "lapsed", _("Offers lapsed")
    REMOVED = "removed", _("Removed")


OPEN_WAITING = ("waiting", "offered")


class PassedOver(models.TextChoices):
    """Why places went to somebody further back."""

    TOO_FEW = "too_few", _("Too few places were free")
    PAUSED = "paused", _("An offer had just ended")


class WaitingListQuerySet(BaseQuerySet["WaitingListEntry"]):
    """Reads of the waiting list."""

    def waiting(self) -> "WaitingListQuerySet":
        """Those who have no offer now."""
        return self.filter(status=WaitingStatus.WAITING)

    def in_line(self) -> "WaitingListQuerySet":
        """In the order of the line; two of one instant by id."""
        return self.order_by("joined_at", "pk")


class WaitingListEntry(BaseModel):
    """One person's place in the line of an event, good for `quantity` places, or fewer down to `least_quantity`.

    `token` opens the person's own page. An offer is a cart (`Cart.waiting_entry`). Until `not_before` no offer is made
    again. `passed_over_left` is how many places were free when that last happened.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="waiting_list")
    email = models.EmailField(_("e-mail"))
    email_key = models.GeneratedField(
        expression=WITHOUT_TAG, output_field=models.CharField(max_length=254), db_persist=True
    )
    name = models.CharField(_("name"), max_length=240, blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    locale = models.CharField(max_length=10, default="en")
    token = models.CharField(max_length=64, default=new_token, unique=True, editable=False)
    quantity = models.PositiveSmallIntegerField(
        _("places wanted"), validators=[MinValueValidator(1), MaxValueValidator(MOST_WANTED)]
    )
    least_quantity = models.PositiveSmallIntegerField(_("at least"), default=1, validators=[MinValueValidator(1)])
    status = models.CharField(_("status"), max_length=8, choices=WaitingStatus, default=WaitingStatus.WAITING)
    joined_at = models.DateTimeField(_("joined"))
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    offer_count = models.PositiveSmallIntegerField(_("offers"), default=0)
    not_before = models.DateTimeField(_("no offer before"), null=True, blank=True)
    passed_over_at = models.DateTimeField(_("passed over"), null=True, blank=True)
    passed_over_reason = models.CharField(max_length=8, choices=PassedOver, blank=True)
    passed_over_left = models.PositiveSmallIntegerField(default=0)

    objects = WaitingListQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a waiting list")
        verbose_name_plural = _("waiting list")
        constraints = [
            lower_case("email", "waiting_entry_email_is_lower_case"),
            one_of("status", WaitingStatus, "waiting_entry_status_is_known"),
            at_least("least_quantity", 1, "waiting_entry_takes_at_least_one_place"),
            models.CheckConstraint(
                condition=Q(least_quantity__lte=F("quantity")),
                name="waiting_entry_takes_at_least_no_more_than_it_wants",
            ),
            models.CheckConstraint(
                condition=Q(quantity__lte=MOST_WANTED), name="waiting_entry_wants_no_more_than_may_be_wanted"
            ),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(offered_at__isnull=False, offer_count__gte=1),
                name="waiting_entry_with_an_offer_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(passed_over_reason="", passed_over_at__isnull=True)
                | Q(passed_over_reason__in=PassedOver.values, passed_over_at__isnull=False),
                name="waiting_entry_passed_over_says_when_and_why",
            ),
            models.UniqueConstraint(
                fields=["event", "email_key"],
                condition=Q(status__in=OPEN_WAITING),
                name="one_open_waiting_entry_per_person_and_event",
            ),
        ]
        indexes = [
            models.Index(
                fields=["event", "joined_at", "id"], name="waiting_people_in_line", condition=Q(status="waiting")
            ),
            models.Index(fields=["event", "joined_at"], name="waiting_list_of_an_event"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """Whether a place in the line is still kept."""
        return self.status in OPEN_WAITING


class WaitingListWish(BaseModel):
    """One ticket type that somebody waits for; what is wished most has position 0."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(WaitingListEntry, on_delete=models.CASCADE, related_name="wishes")
    ticket_type = models.ForeignKey(TicketType, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    objects = BaseQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "ticket_type"], name="one_wish_per_waiting_entry_and_ticket_type"),
            models.UniqueConstraint(fields=["entry", "position"], name="one_wish_per_waiting_entry_and_position"),
        ]
