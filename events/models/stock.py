"""Stock: how many places there are, are held and are sold."""

from django.db import models
from django.db.models import F, Q

from tenants.models import Tenant
from ticketing.core.models import BaseModel, BaseQuerySet


class Stock(BaseModel):
    """A number of places that ticket types draw on. Null `quantity_total` means unlimited.

    The counters change at every sale, so they live alone here: no row of a sale points at this table (a foreign key
    onto a hot row costs a lock at each commit), nothing is indexed over a counter, and pages leave room for updates in
    place. `orders.locks.stocks` is the only way to change them. What is free of a stock that `is_for_waiting` goes to
    the waiting list first.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=200)
    quantity_total = models.PositiveIntegerField(null=True, blank=True)
    quantity_held = models.IntegerField(default=0)
    quantity_sold = models.IntegerField(default=0)
    quantity_available = models.GeneratedField(
        expression=F("quantity_total") - F("quantity_held") - F("quantity_sold"),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    # Set where places came back while people wait, and taken away once the waiting list has had them.
    is_for_waiting = models.BooleanField(default=False, editable=False)

    objects = BaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity_held__gte=0), name="stock_holds_nothing_negative"),
            models.CheckConstraint(condition=Q(quantity_sold__gte=0), name="stock_sells_nothing_negative"),
            models.CheckConstraint(
                condition=Q(quantity_total__isnull=True)
                | Q(quantity_total__gte=F("quantity_held") + F("quantity_sold")),
                name="stock_never_holds_and_sells_more_than_its_total",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def is_short_of(self, quantity: int) -> bool:
        """Whether fewer than `quantity` places are free."""
        return self.quantity_available is not None and self.quantity_available < quantity

    @property
    def is_sold_out(self) -> bool:
        """Everything is sold: nothing can lapse and come back."""
        return self.quantity_total is not None and self.quantity_sold >= self.quantity_total

    @property
    def is_all_held(self) -> bool:
        """Nothing is free, yet something held may come back."""
        return not self.is_sold_out and self.quantity_available is not None and self.quantity_available <= 0
