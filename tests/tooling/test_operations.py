"""What is written about running Foyer agrees with what runs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from orders.payments.stripe import WEBHOOK_EVENTS
from tests.groups import GROUPS
from tests.run import TITLES
from ticketing.core.catalogs import compile_catalogs
from ticketing.demo.schema import normalized

ROOT = Path(__file__).parents[2]
# Set by the tests alone.
OF_TESTS = {"FOYER_TESTING", "TEST_DATABASE_SUFFIX", "TEST_DATABASE_TEMPLATE"}


def test_the_operations_page_names_every_variable_that_the_settings_read() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "ticketing/settings.py").read_text())) - OF_TESTS
    page = (ROOT / "docs/operations.md").read_text()

    assert sorted(name for name in read if f"`{name}`" not in page) == []


def test_the_operations_page_names_every_event_that_stripe_is_to_send() -> None:
    page = (ROOT / "docs/operations.md").read_text()

    assert [name for name in WEBHOOK_EVENTS if f"`{name}`" not in page] == []


def test_without_a_database_a_command_names_the_two_that_bring_one(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "DEBUG": "1"}
    # As a checkout in which no demo runs.
    program = f"import sys, runpy; sys.path.insert(0, {str(ROOT)!r}); import ticketing.core.embedded_database as own;"
    program += " own.running_url = lambda *_: None; runpy.run_module('ticketing.settings')"

    told = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, text=True
    )

    assert "`make demo`" in told.stderr.splitlines()[-1]
    assert "with_database manage.py" in told.stderr.splitlines()[-1]


def test_the_workers_database_is_reached_past_pgbouncer() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    hosts = {
        name: re.search(r"@(\w+):", services[name]["environment"]["DATABASE_URL"])[1]
        for name in ("web", "worker", "worker-bulk", "migrate")
    }

    assert hosts == {"web": "pgbouncer", "worker": "database", "worker-bulk": "database", "migrate": "database"}
    assert services["pgbouncer"]["environment"]["POOL_MODE"] == "transaction"


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()

    assert [line for line in lines if line.startswith("USER")] == ["USER foyer"]


def test_make_help_lists_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)[1].split()

    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert sorted(re.findall(r"^  make (\S+)", shown, flags=re.MULTILINE)) == sorted(phony)


def test_every_group_of_tests_has_its_title() -> None:
    assert set(TITLES) == {"static", *GROUPS}


@pytest.mark.parametrize(
    "dump",
    [
        "--\n-- Dumped by 15\n--\n\nSET x = 1;\n\nCREATE TABLE a (\n    id uuid NOT NULL\n);\n\n\n",
        "\\restrict abc\n\nSET y = 2;\n\nCREATE TABLE a (\n    id uuid CONSTRAINT a_id_not_null NOT NULL\n);\n\n\n",
        "CREATE TABLE a (\n    id uuid NOT NULL\n);\n\n\nCREATE TABLE view_2026_11 (\n    id uuid\n);\n\n",
    ],
)
def test_the_written_schema_is_the_same_for_every_version_and_month(dump: str) -> None:
    assert normalized(dump) == "CREATE TABLE a (\n    id uuid NOT NULL\n);\n"


def test_catalogs_are_compiled_once_and_again_when_changed(tmp_path: Path) -> None:
    source = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    heading = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    source.write_text(f'{heading}msgid "Ticket"\nmsgstr "Karte"\n')

    first, second = compile_catalogs(tmp_path), compile_catalogs(tmp_path)

    assert [path.name for path in first] == ["django.mo"]
    assert second == []
    assert b"Karte" in first[0].read_bytes()
