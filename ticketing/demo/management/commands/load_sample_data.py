"""`manage.py load_sample_data`: organizers, events and a history of sales to try things with."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ticketing.demo.sample import loading, logins


class Command(BaseCommand):
    """Loads the sample data, once: a second run finds it there and changes nothing."""

    help = "Load made-up organizers, events and orders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--print-logins", action="store_true", help="only show who can log in")
        parser.add_argument("--share", type=float, default=1, help="how much of the history is written: 0.1 is a tenth")
        parser.add_argument("--processes", type=int, default=2, help="how many events are written side by side")

    def handle(
        self, *args: Any, print_logins: bool = False, processes: int = 2, share: float = 1, **options: Any
    ) -> None:
        """Load, or show the logins."""
        if print_logins:
            self.stdout.write(logins.listing())
            return
        if loading.is_loaded():
            self.stdout.write("The sample data is already there.")
            return
        self.stdout.write("Loading sample data")
        began = monotonic()
        loading.load(now=timezone.now(), processes=processes, share=share)
        self.stdout.write(f"Loaded in {monotonic() - began:.0f} seconds.")
