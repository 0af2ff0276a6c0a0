"""Does queued jobs at their time: webhooks, and what banks answer later. Several threads, one heap."""

from __future__ import annotations

import heapq
import threading
import time

from ticketing.demo.stripe import accounts, payments, refunds
from ticketing.demo.stripe.store import Job, Store
from ticketing.demo.stripe.webhooks import Sender


class Worker:
    """Threads that take what is due. What is still to do lies in the store, so a restart goes on where a kill cut."""

    def __init__(self, store: Store, *, url: str, secret: str, threads: int = 4) -> None:
        self._store, self._url, self._secret = store, url, secret
        self._heap: list[tuple[float, str]] = [(job.due, job.id) for job in store.jobs()]
        heapq.heapify(self._heap)
        self._busy: set[str] = set()
        self._changed = threading.Condition()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(threads)]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Take over the jobs that the store has queued since."""
        jobs = self._store.take_new_jobs()
        if not jobs:
            return
        with self._changed:
            for job in jobs:
                heapq.heappush(self._heap, (job.due, job.id))
            self._changed.notify(len(jobs))

    def _run(self) -> None:
        sender = Sender(self._url, self._secret)
        while True:
            key = self._next()
            try:
                with self._store.transaction():
                    job = self._store.job(key)
                if job is not None and job.due <= time.time():
                    self._do(job, sender)
            finally:
                with self._changed:
                    self._busy.discard(key)
            self.wake()

    def _next(self) -> str:
        with self._changed:
            while True:
                wait = self._heap[0][0] - time.time() if self._heap else None
                if wait is not None and wait <= 0:
                    _, key = heapq.heappop(self._heap)
                    if key not in self._busy:
                        self._busy.add(key)
                        return key
                else:
                    self._changed.wait(wait)

    def _do(self, job: Job, sender: Sender) -> None:
        if job.kind == "deliver":
            sender.deliver(self._store, job)
            return
        with self._store.transaction() as store:
            if job.kind == "settle":
                payments.settle(store, job.target)
            elif job.kind == "expire":
                payments.session(store, job.target)
                store.drop_job(job.id)
            elif job.kind == "fail_refund":
                refunds.fail(store, job.target)
            else:
                accounts.pay_out(store, job.target)
