"""`python -m tests.run [GROUP …] [-- OPTION …]`: every check of the project, or some groups; prints the time of each.

What follows `--` goes to pytest: `python -m tests.run units -- -k hold`.

All groups run even when one fails; the exit code tells whether all passed. Tests use DATABASE_URL's server, or a
private one that is started for them.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import psycopg
from psycopg import sql

from tests.groups import GROUPS
from ticketing.core.embedded_database import DatabaseUnavailable, Server

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / ".foyer" / "test-results"
GROUP_SECONDS = 900
TEMPLATE = "test_foyer_template"
TITLES = {
    "static": "static checks",
    "units": "units and pages",
    "sales": "... and visits",
    "browser": "browser",
    "pages": "... and every page",
    "faults": "kill and race",
    "rest": "the rest",
}
# Two cores, two lanes of about the same length. What the first says is seen at once; the second speaks when it is done.
LANES = (("units", "sales", "browser"), ("pages", "faults", "rest"))
PYTHON = sys.executable
# One of each setting that production demands, so that Django's deployment checks judge what production would run.
PRODUCTION = {
    "FOYER_TESTING": "0",
    "DEBUG": "0",
    "SECRET_KEY": "checked-only-" + "0123456789abcdef" * 4,
    "BASE_URL": "https://tickets.example.org",
}
STATIC_CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    # The longest first: two run at a time.
    "types (mypy)": ([PYTHON, "-m", "mypy", "--no-error-summary", "."], {}),
    "schema in step (docs/schema.sql)": ([PYTHON, "-m", "ticketing.demo.schema", "--check"], {}),
    "lint (ruff)": ([PYTHON, "-m", "ruff", "check", "--quiet", "."], {}),
    "format (ruff)": ([PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."], {}),
    "imports in one direction": ([str(Path(PYTHON).with_name("lint-imports")), "--no-cache"], {}),
    "migrations in step": ([PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    "ready for production": ([PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
}


@dataclass
class Outcome:
    """How one group ended."""

    passed: int
    failed: int
    seconds: float


def main(wanted: list[str], options: list[str]) -> int:
    """Run the groups; 0 if all passed."""
    os.chdir(ROOT)
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    outcomes: dict[str, Outcome] = {}
    with _database_url() as url:
        environment = {**os.environ, "DATABASE_URL": url, "FOYER_TESTING": "1"}
        # The tests start Foyer some fifty times: it need not be compiled each time.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if set(wanted or TITLES) - {"static"}:
            environment["TEST_DATABASE_TEMPLATE"] = _template(url, environment)
        if not wanted or "static" in wanted:
            outcomes["static"] = _outcome("static", environment, options)
        lanes = [[group for group in lane if not wanted or group in wanted] for lane in LANES]
        run = partial(_lane, environment=environment, options=options)
        with ThreadPoolExecutor(max_workers=len(lanes)) as pool:
            for ended in pool.map(run, lanes):
                outcomes |= ended
    return _report(outcomes)


def _lane(groups: list[str], *, environment: dict[str, str], options: list[str]) -> dict[str, Outcome]:
    """Run the groups of one lane, one after another."""
    return {group: _outcome(group, environment, options) for group in groups}


def _outcome(group: str, environment: dict[str, str], options: list[str]) -> Outcome:
    print(f"\n=== {TITLES[group]} ===", flush=True)
    began = time.monotonic()
    passed, failed = _static(environment) if group == "static" else _pytest(group, environment, options)
    return Outcome(passed, failed, time.monotonic() - began)


def _report(outcomes: dict[str, Outcome]) -> int:
    print()
    for group, outcome in outcomes.items():
        verdict = f"{outcome.failed} failed" if outcome.failed else "ok"
        print(f"{TITLES[group]:<16} {outcome.seconds:6.1f} s   {outcome.passed:5} passed   {verdict}")
    passed = sum(outcome.passed for outcome in outcomes.values())
    failed = sum(outcome.failed for outcome in outcomes.values())
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def _static(environment: dict[str, str]) -> tuple[int, int]:
    checks = {**STATIC_CHECKS, "templates (djade)": (_djade(), {})}
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {
            name: pool.submit(_run_quietly, command, {**environment, **more})
            for name, (command, more) in checks.items()
        }
        failed = 0
        for name, check in running.items():
            said = check.result()
            print(f"{'FAILED' if said is not None else 'ok':<7}{name}", flush=True)
            if said is not None:
                print(said, flush=True)
                failed += 1
    return len(checks) - failed, failed


def _djade() -> list[str]:
    templates = sorted(str(path) for path in Path("templates").rglob("*.html"))
    return [str(Path(PYTHON).with_name("djade")), "--check", "--target-version", "5.2", *templates]


def _run_quietly(command: list[str], environment: dict[str, str]) -> str | None:
    """What a failed command said; None if it succeeded."""
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return None if done.returncode == 0 else (done.stdout + done.stderr).rstrip()


def _pytest(group: str, environment: dict[str, str], options: list[str]) -> tuple[int, int]:
    report = RESULTS / f"{group}.xml"
    command = [PYTHON, "-m", "pytest", "tests", "-q", "-p", "tests.groups", "--group", group, "--create-db"]
    command += ["--no-header", "--durations=5", f"--junitxml={report}", *options]
    more = {"TEST_DATABASE_SUFFIX": f"_{group}"}
    if group in ("browser", "pages"):
        # Playwright's event loop runs in the thread of the tests that drive it.
        more["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    aside = None if group in LANES[0] else RESULTS / f"{group}.txt"
    with aside.open("w+") if aside else nullcontext() as said:
        try:
            code = subprocess.run(
                command, env=environment | more, stdin=subprocess.DEVNULL, stdout=said, timeout=GROUP_SECONDS
            ).returncode
        except subprocess.TimeoutExpired:
            print(f"The group was stopped after {GROUP_SECONDS} seconds.")
            code = 1
    if aside:
        print(f"\n=== {TITLES[group]}: ===\n{aside.read_text()}", flush=True)
    counts = _counts(report)
    # A group that broke off, or holds no test at all, has not passed.
    return counts if code == 0 or counts[1] else (counts[0], 1)


def _counts(report: Path) -> tuple[int, int]:
    if not report.exists():
        return 0, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    total, failed, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites for name in names)
        for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    return total - failed - skipped, failed


def _template(url: str, environment: dict[str, str]) -> str:
    """A migrated database that every group's is a copy of: migrating takes half a minute, copying none."""
    name = sql.Identifier(TEMPLATE)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(name))
    at = urlsplit(url)._replace(path=f"/{TEMPLATE}").geturl()
    migrate = [PYTHON, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env={**environment, "DATABASE_URL": at}, stdin=subprocess.DEVNULL, check=True)
    return TEMPLATE


@contextmanager
def _database_url() -> Iterator[str]:
    """A server for the tests, which forgets in a crash and is fast; stopped afterwards if it was started here."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    server = Server.at(ROOT / ".foyer" / "postgres-tests", durable=False)
    was_running = server.is_running()
    try:
        server.start()
    except DatabaseUnavailable:
        # Without fsync a crash of the machine can spoil the data, which is only tests'.
        shutil.rmtree(server.data, ignore_errors=True)
        server.start()
    try:
        server.create_database("foyer")
        yield server.url("foyer")
    finally:
        if not was_running:
            server.stop()


if __name__ == "__main__":
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    groups, passed_on = sys.argv[1:split], sys.argv[split + 1 :]
    unknown = set(groups) - {"static", *GROUPS}
    sys.exit(f"There are only these groups: {', '.join(TITLES)}" if unknown else main(groups, passed_on))
