"""A pytest plugin: `-p tests.groups --group NAME` runs the tests of one group, and every test is in exactly one.

units    units and pages: what is in no other group
sales    units and pages of sales and visits, which are half of all
browser  drives Chromium
pages    looks at every page in Chromium
faults   kills processes, or races many of them
rest     the API, the core, the tools, the schema and the sample data
"""

from pathlib import Path

import pytest

GROUPS = ("units", "sales", "browser", "pages", "faults", "rest")
PAGES = "test_every_page.py"
OF_FOLDER = {
    "browser": "browser",
    "faults": "faults",
    "orders": "sales",
    "reservations": "sales",
    "api": "rest",
    "tooling": "rest",
    "docs": "rest",
    "demo": "rest",
    "core": "rest",
    "schema": "rest",
}
OF_MARKER = {"browser": "browser", "fault": "faults", "race": "faults"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--group`."""
    parser.addoption("--group", choices=GROUPS, help="run only the tests of this group")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of other groups."""
    wanted = config.getoption("--group")
    if wanted is None:
        return
    mine = [item for item in items if group_of(item) == wanted]
    config.hook.pytest_deselected(items=[item for item in items if group_of(item) != wanted])
    items[:] = mine


def group_of(item: pytest.Item) -> str:
    """The group of one test: by its file or its marker, else by its folder under `tests`."""
    if item.path.name == PAGES:
        return "pages"
    for marker, group in OF_MARKER.items():
        if item.get_closest_marker(marker):
            return group
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return OF_FOLDER.get(folder, "units")
