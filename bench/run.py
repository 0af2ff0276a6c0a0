"""`python -m bench.run [--quick]`: what one machine sells, shows and admits, in one run of a few minutes.

A real site is started on a fresh, durable PostgreSQL and visited over HTTP by other processes of the same machine.
Every rate stands beside that of the least SQL transaction that would do, on the same PostgreSQL at the same moment:
machines differ, the ratio less so.
"""

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

from bench import bare, filling, load, report
from bench.bare import Bare
from bench.browser import Browser
from bench.site import FOLDER, Site, fresh_site
from bench.visits import VISITS, Target
from ticketing.demo.processes import Child

AT_ONCE = (1, 8, 32)
FEW = 1_000
FIRST_VISITORS = 12
KINDS = {
    "view": bare.PAGE,
    "free": bare.SALE,
    "paid": bare.SALE,
    "scan": bare.REDEMPTION,
    "reserve": bare.RESERVATION,
    "available": bare.SLOTS,
}
DOOR_AND_SLOTS = (("scan", "scan"), ("reserve", "reservation, one slot"), ("available", "month of 1 000 slots"))
PARTS = ("statements", "few", "free", "view", "scan", "reserve", "available", "paid", "many")


@dataclass(frozen=True)
class Plan:
    """How long, and how much."""

    seconds: float
    bare_seconds: int
    at_once: tuple[int, ...]
    codes: int
    many: int


FULL = Plan(seconds=5, bare_seconds=2, at_once=AT_ONCE, codes=36_000, many=1_000_000)
QUICK = Plan(seconds=1.5, bare_seconds=1, at_once=(8,), codes=10_000, many=100_000)


class Bench:
    """One run on one site."""

    def __init__(self, site: Site, plan: Plan) -> None:
        self.site = site
        self.plan = plan
        self.target = _sample(site, plan)
        self.bare = Bare(site)
        self._tickets = 0
        # How many codes of each kind of visit were used up.
        self._dealt: Counter[str] = Counter()
        self._bare_rates: dict[tuple[str, int], float] = {}

    def start_web(self, *, page_cache_seconds: float) -> Child:
        """Start the web server, and have both of its processes load what they load with the first visitors."""
        web = self.site.start_web(page_cache_seconds=page_cache_seconds)
        for _visitor in range(FIRST_VISITORS):
            browser = Browser(self.target.port, "10.9.0.1")
            VISITS["free"](self.target, browser, iter(()))()
            browser.close()
        return web

    def statements(self) -> None:
        """Count the statements of each step."""
        self._fill(FEW)
        with open(self.target.codes_file) as lines:
            codes = [line.rstrip() for line in islice(lines, 2)]
        counted = self.site.run("-m", "bench.statements", json.dumps(asdict(self.target)), *codes)
        filling.admit_again(self.site)
        report.statements(json.loads(counted))

    def few(self) -> dict[str, float]:
        """Sales and scans a second while few tickets are in the tables."""
        few = FOLDER / "few.txt"
        with open(self.target.codes_file) as lines:
            few.write_text("".join(islice(lines, FEW)))
        return self._at_size(FEW, replace(self.target, codes_file=str(few)))

    def many(self) -> dict[str, float]:
        """The same with many."""
        began = time.monotonic()
        self._fill(self.plan.many)
        report.note(f"{self.plan.many:,} tickets filled in within {time.monotonic() - began:.0f} s.")
        return self._at_size(self.plan.many, replace(self.target, codes_file=str(_spread_file())))

    def rates(self, kind: str, title: str) -> None:
        """One kind of visit at all numbers of visitors."""
        if kind == "scan":
            self._fill(self.plan.codes)
            filling.admit_again(self.site)
            self._dealt[kind] = 0
        for visitors in self.plan.at_once:
            measured = self._measure(kind, visitors)
            report.line(title, visitors, measured, self._bare(kind, visitors))

    def _at_size(self, tickets: int, target: Target) -> dict[str, float]:
        self._fill(tickets)
        self._measure("free", 8, seconds=1)
        sales = self._measure("free", 8)
        best = 0.0
        for _round in range(3):
            # All of the few are scanned in about a second, so that is done again.
            filling.admit_again(self.site)
            scans = load.run(target, "scan", visitors=8, seconds=min(self.plan.seconds, 3), warm_up=0)
            best = max(best, scans.rate)
        filling.admit_again(self.site)
        return {
            "tickets": tickets,
            "sales": sales.rate,
            "scans": best,
            "bare sales": self.bare.rate(bare.SALE, clients=8, seconds=self.plan.bare_seconds),
        }

    def _measure(self, kind: str, visitors: int, seconds: float = 0) -> load.Measured:
        seconds = seconds or self.plan.seconds
        measured = load.run(self.target, kind, visitors=visitors, seconds=seconds, skip=self._dealt[kind])
        self._dealt[kind] += measured.codes_dealt
        return measured

    def _bare(self, kind: str, visitors: int) -> float:
        key = (kind if kind != "paid" else "free", visitors)
        if key not in self._bare_rates:
            statements = KINDS[kind]
            self._bare_rates[key] = self.bare.rate(statements, clients=visitors, seconds=self.plan.bare_seconds)
        return self._bare_rates[key]

    def _fill(self, want: int) -> None:
        if want > self._tickets:
            filling.fill(self.site, self.target.free_type, have=self._tickets, want=want)
            self._tickets = want


def main() -> int:
    """Run the parts that were asked for; all of them by default."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="at most a minute: eight at once, 100 000 tickets")
    asked.add_argument("--only", default=",".join(PARTS), help=f"parts, with commas between them: {','.join(PARTS)}")
    given = asked.parse_args()
    parts = given.only.split(",")
    began = time.monotonic()
    with fresh_site() as site:
        bench = Bench(site, QUICK if given.quick else FULL)
        report.heading(bench.bare.tool)
        _run(bench, parts)
    report.note(f"Measured in {time.monotonic() - began:.0f} s.")
    return 0


def _run(bench: Bench, parts: list[str]) -> None:
    if "statements" in parts:
        bench.statements()
    web = bench.start_web(page_cache_seconds=1)
    few = bench.few() if "few" in parts else None
    report.columns()
    for kind, title in (("free", "free purchase"), ("view", "event page, cached"), *DOOR_AND_SLOTS):
        if kind in parts:
            bench.rates(kind, title)
    if "paid" in parts:
        payments = bench.site.start_payments()
        bench.rates("paid", "paid purchase")
        bench.site.stop(*payments)
    if "view" in parts:
        bench.site.stop(web)
        web = bench.start_web(page_cache_seconds=0)
        bench.rates("view", "event page, rendered")
        bench.site.stop(web)
        bench.start_web(page_cache_seconds=1)
    if few is not None and "many" in parts:
        report.growth(few, bench.many())


def _sample(site: Site, plan: Plan) -> Target:
    codes = FOLDER / "codes.txt"
    visits = FOLDER / "visits.txt"
    files = (str(codes), str(_spread_file()), str(visits))
    made = site.run("-m", "bench.sample", *files, str(plan.codes), str(plan.many))
    return Target(
        port=site.port,
        stripe_port=site.stripe_port,
        codes_file=str(codes),
        visit_codes_file=str(visits),
        **json.loads(made.splitlines()[-1]),
    )


def _spread_file() -> Path:
    return FOLDER / "spread.txt"


if __name__ == "__main__":
    sys.exit(main())
