"""The lock files pin everything by hash, and name no host that a stranger could not reach."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["run", "demo", "test", "uv"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_host(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()

    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host|@ file", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements" / f"{name}.txt").read_text())
    packages = [block for block in blocks if re.match(r"[a-z0-9]", block)]

    assert packages
    assert [block for block in packages if "==" not in block or "--hash=sha256:" not in block] == []


def test_the_locks_hold_what_the_project_declares() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    sets = {
        "run": declared["project"]["dependencies"],
        "demo": declared["dependency-groups"]["demo"],
        "test": declared["dependency-groups"]["test"],
    }

    missing = {
        name: [wanted for wanted in _names(packages) if wanted not in _locked(name)] for name, packages in sets.items()
    }

    assert missing == {"run": [], "demo": [], "test": []}


def test_npms_lock_file_names_no_host_and_has_hashes():
    text = (ROOT / "tests" / "api" / "package-lock.json").read_text()
    packages = {name: each for name, each in json.loads(text)["packages"].items() if name}

    # Where a package's authors ask for money is told to nobody's client.
    urls = re.findall(r'"(\w+)": "[^"]*://', text)
    assert set(urls) <= {"url"}
    assert packages
    assert [name for name, each in packages.items() if not each["integrity"].startswith("sha")] == []
    assert [name for name, each in packages.items() if each.get("hasInstallScript")] == []


def test_a_package_has_one_version_in_all_locks() -> None:
    test_set = _locked("test")

    assert {name: version for name, version in _locked("demo").items() if test_set[name] != version} == {}
    assert {name: version for name, version in _locked("run").items() if test_set[name] != version} == {}


def _names(requirements: list[str]) -> list[str]:
    return [re.match(r"[\w-]+", requirement)[0].lower().replace("_", "-") for requirement in requirements]


def _locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", text, flags=re.MULTILINE))
