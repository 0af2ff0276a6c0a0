"""What the benchmark prints."""

import os
from typing import Any

from bench.load import Measured

LIMITS = {"event page": 3, "hold": 8, "redemption": 6, "whole free purchase": 40}


def heading(tool: str) -> None:
    """Where it was measured, and with what."""
    print(f"Foyer on {os.cpu_count()} cores, shared with its database and the visitors; PostgreSQL durable.")
    print(f"“bare” is the least SQL transaction that would do, by {tool}; “of bare” is what Foyer reaches of it.")


def statements(counted: dict[str, int]) -> None:
    """Statements per step, beside the most there should be."""
    print("\nSQL statements, without those that open and close transactions")
    for step, count in counted.items():
        limit = f"  of at most {LIMITS[step]}" if step in LIMITS else ""
        print(f"  {step:<22}{count:>4}{limit}", flush=True)


def columns() -> None:
    """The head of the table of rates."""
    print(
        f"\n{'':<22}{'at once':>8}{'per s':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'bare per s':>12}{'of bare':>9}"
    )


def line(title: str, visitors: int, measured: Measured, bare: float) -> None:
    """One rate."""
    waits = "".join(f"{measured.percentile(percent):>9.1f}" for percent in (50, 95, 99))
    print(
        f"{title:<22}{visitors:>8}{measured.rate:>10,.1f}{waits}{bare:>12,.0f}{measured.rate / bare:>9.1%}", flush=True
    )


def growth(few: dict[str, Any], many: dict[str, Any]) -> None:
    """What a sale and a scan cost with few and with many tickets in the tables, eight at once."""
    print(f"\n{'tickets in the tables':<26}{few['tickets']:>12,}{many['tickets']:>12,}{'ratio':>8}")
    names = {"sales": "free purchases per s", "scans": "scans per s", "bare sales": "bare sales per s"}
    for key, title in names.items():
        print(f"{title:<26}{few[key]:>12,.1f}{many[key]:>12,.1f}{many[key] / few[key]:>8.2f}")


def note(text: str) -> None:
    """A line between."""
    print(text, flush=True)
