"""Closed loops: so many visitors at once, each beginning again as soon as the last visit ended."""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING

from bench.browser import Browser
from bench.visits import VISITS, Target

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

# More processes would only take turns with the server on its two cores.
MOST_PROCESSES = 2
WARM_UP_SECONDS = 1.0
VISITS_PER_CONNECTION = 20
# Between the moment when all processes are ready and the first visit.
LEAD_SECONDS = 0.1


@dataclass(frozen=True)
class Measured:
    """What was done within the time: how often, and how long each took (seconds, sorted)."""

    rate: float
    durations: list[float]
    codes_dealt: int = 0
    """How many codes of the file were used up, or left lying between used ones."""

    def percentile(self, percent: float) -> float:
        """The duration that so many percent did not exceed, in milliseconds."""
        if not self.durations:
            return 0.0
        return 1000 * self.durations[min(len(self.durations) - 1, int(len(self.durations) * percent / 100))]


@dataclass(frozen=True)
class _Order:
    """What one process is to do: `first` and `step` deal the unused codes out among all loops."""

    target: Target
    kind: str
    loops: int
    first: int
    step: int
    skip: int
    starts_at: float
    counts_from: float
    ends_at: float


def run(
    target: Target, kind: str, *, visitors: int, seconds: float, warm_up: float = WARM_UP_SECONDS, skip: int = 0
) -> Measured:
    """Have so many visitors do it for so long, or until all codes are used; `skip` of the file's were used before.

    What is done while warming up does not count. Raises RuntimeError if any visit went wrong.
    """
    processes = min(visitors, MOST_PROCESSES)
    shares = [len(range(number, visitors, processes)) for number in range(processes)]
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(processes + 1)
    with context.Pool(processes, initializer=_wait_for_all, initargs=(ready,)) as pool:
        ready.wait()
        starts_at = time.monotonic() + LEAD_SECONDS
        counts_from = starts_at + warm_up
        orders = [
            _Order(target, kind, loops, number, processes, skip, starts_at, counts_from, counts_from + seconds)
            for number, loops in enumerate(shares)
        ]
        done = pool.map(_loops, orders, chunksize=1)
    if trouble := next((trouble for _visits, trouble in done if trouble), ""):
        raise RuntimeError(f"{kind} with {visitors} visitors: {trouble}")
    ends = sorted(ended for visits, _trouble in done for ended, _duration in visits)
    counted = [
        duration for visits, _ in done for ended, duration in visits if counts_from < ended <= counts_from + seconds
    ]
    if not ends:
        raise RuntimeError(f"{kind} with {visitors} visitors: there was nothing left to do")
    took = min(seconds, ends[-1] - counts_from)
    if not counted:
        # A machine so busy that no visit ended in time: then all that were begun count, and how long they took.
        counted = [duration for visits, _ in done for _ended, duration in visits]
        took = ends[-1] - starts_at
    dealt = max(len(visits) for visits, _trouble in done) + max(shares)
    return Measured(rate=len(counted) / took, durations=sorted(counted), codes_dealt=dealt * processes)


def _wait_for_all(ready: "Barrier") -> None:
    """Start a process, which takes longer on a busy machine, before the clock does."""
    ready.wait()


def _loops(order: _Order) -> tuple[list[tuple[float, float]], str]:
    """Run this process's loops; answers when each visit ended and how long it took, and what went wrong first."""
    finished: list[tuple[float, float]] = []
    troubles: list[str] = []
    codes = _Codes(order)
    threads = [
        threading.Thread(target=_loop, args=(order, number, codes, finished, troubles)) for number in range(order.loops)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return finished, troubles[0] if troubles else ""


def _loop(
    order: _Order, number: int, codes: Iterator[str], finished: list[tuple[float, float]], troubles: list[str]
) -> None:
    browser = Browser(order.target.port, f"10.{order.first}.0.{number + 1}")
    visit = VISITS[order.kind](order.target, browser, codes)
    time.sleep(max(0, order.starts_at - time.monotonic()))
    try:
        for number in count(1):
            if (began := time.monotonic()) >= order.ends_at or troubles:
                break
            visit()
            ended = time.monotonic()
            finished.append((ended, ended - began))
            if number % VISITS_PER_CONNECTION == 0:
                browser.close()
    except StopIteration:
        pass
    except Exception as trouble:
        troubles.append(f"{type(trouble).__name__}: {trouble}")
    finally:
        browser.close()


class _Codes:
    """This process's share of the codes, dealt to its threads one by one."""

    def __init__(self, order: _Order) -> None:
        self._lock = threading.Lock()
        self._codes: Iterator[str] = iter(())
        files = {"scan": order.target.codes_file, "reserve": order.target.visit_codes_file}
        if order.kind in files:
            with open(files[order.kind]) as lines:
                self._codes = iter([*islice(lines, order.skip + order.first, None, order.step)])

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        with self._lock:
            return next(self._codes).rstrip()
