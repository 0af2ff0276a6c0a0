"""`manage.py rebuild_analytics`: make the roll-ups of reports anew."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.utils import timezone

from orders.reports import rolling


class Command(BaseCommand):
    """Makes every event's roll-ups anew from orders, ledger and page views, one event at a time.

    May run at any time, beside sales and reports; each event's reports change at once, when it is done.
    """

    help = "Make the roll-ups of reports anew from orders, ledger and page views."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--event`."""
        parser.add_argument("--event", type=UUID, action="append", help="only this event, by id; may be repeated")

    def handle(self, *args: Any, event: list[UUID] | None = None, **options: Any) -> None:
        """Rebuild, and say of how many events."""
        count = rolling.rebuild(events=event, now=timezone.now())
        self.stdout.write(f"Rolled up anew: {count} events.")
