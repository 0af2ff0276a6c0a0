"""`manage.py check_stock`: do the counters of places say what their rows say?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orders import hooks
from orders.queries.stock_check import stock_differences
from orders.services.stock_repair import repair_stocks


class Command(BaseCommand):
    """Compares every counter of held and sold places with the rows that it counts, in one statement.

    Ends with an error if any differs; with `--repair`, only if one could not be set right.
    """

    help = "Compare the counters of held and sold places with the rows that they count."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--repair`."""
        parser.add_argument("--repair", action="store_true", help="set the counters to what the rows say")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        """Check, and repair if asked to."""
        found = stock_differences()
        elsewhere = [text for check in hooks.counter_checks for text in check.differences()]
        for difference in [*found, *elsewhere]:
            self.stdout.write(str(difference))
        count = len(found) + len(elsewhere)
        if not count:
            self.stdout.write("All counters are right.")
            return
        if not repair:
            raise CommandError(f"{count} counters differ from their rows.")
        oversold = [str(each) for each in repair_stocks(stock_ids=[difference.stock_id for difference in found])]
        oversold += [text for check in hooks.counter_checks for text in check.repair()]
        for text in oversold:
            self.stdout.write(f"Not repaired, as more is sold and held than there are places: {text}")
        if oversold:
            raise CommandError(f"{len(oversold)} stocks are oversold.")
        self.stdout.write(f"{count} counters were set right.")
