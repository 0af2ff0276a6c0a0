"""Sets a machine up for the demo or the tests: `python3 -m ticketing.demo.setup demo|test`.

Runs under the system's Python with nothing but the standard library. Makes `.venv`, installs the locked dependencies
of `requirements/` by their hashes, installs missing system packages where it may, and compiles the language catalogs.
What is up to date is left alone, so a second run takes a moment.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ticketing.demo import node, system_packages

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMP = VENV / ".installed"
# What each lock file contains beside its own: installing the tests' set also satisfies the demo.
CONTAINS = {"run": ["run"], "demo": ["run", "demo"], "test": ["run", "demo", "test"]}


def main(wanted: str) -> None:
    """Make the machine ready for `wanted` ("run", "demo" or "test"); exits with one clear line if it cannot be."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python meets us
        sys.exit(
            "Foyer needs Python 3.11 or newer; this is {}.{}. Try: make PYTHON=python3.11 …".format(*sys.version_info)
        )
    if wanted != "run":
        system_packages.install_missing(for_tests=wanted == "test")
    if not _is_installed(wanted):
        _make_environment()
        _install(wanted)
    if wanted == "test":
        node.install_newman(python())
    if wanted == "test" and not system_packages.has_browser():
        # Ubuntu's chromium is a snap and macOS has no package: Playwright brings one of its own.
        _runs([python(), "-m", "playwright", "install", "chromium"])
    subprocess.run([python(), "-m", "ticketing.core.catalogs"], cwd=ROOT, check=True)


def python() -> str:
    """The environment's interpreter."""
    return str(VENV / "bin" / "python")


def _lock_hash(name: str) -> str:
    text = (ROOT / "requirements" / f"{name}.txt").read_bytes() + sys.version.encode()
    return hashlib.sha256(text).hexdigest()


def _is_installed(wanted: str) -> bool:
    return STAMP.exists() and Path(python()).exists() and _lock_hash(wanted) in STAMP.read_text().split()


def _make_environment() -> None:
    if Path(python()).exists() and _runs([python(), "-c", "import encodings"]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    print("Making .venv", flush=True)
    if _runs([sys.executable, "-m", "venv", str(VENV)]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if uv and _runs([uv, "venv", "--quiet", "--seed", "--python", sys.executable, str(VENV)]):
        return
    if system_packages.install(["python3-venv"]) and _runs([sys.executable, "-m", "venv", str(VENV)]):
        return
    sys.exit(
        "Python cannot make a virtual environment here. Run this once, then try again:\n"
        f"  {system_packages.command_for(['python3-venv'])}"
    )


def _install(wanted: str) -> None:
    lock = f"requirements/{wanted}.txt"
    print(f"Installing {lock} (the first time this downloads some 150 MB)", flush=True)
    uv = _uv()
    command = (
        [uv, "pip", "install", "--quiet", "--python", python(), "--require-hashes", "-r", lock]
        if uv
        else [python(), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock]
    )
    if subprocess.run(command, cwd=ROOT).returncode != 0:
        sys.exit(f"The dependencies in {lock} could not be installed; the lines above say why.")
    STAMP.write_text("\n".join(_lock_hash(name) for name in CONTAINS[wanted]) + "\n")


def _uv() -> str | None:
    """The path of uv, ten times as fast as pip: the machine's own or, from its lock file, one in `.venv`."""
    inside = VENV / "bin" / "uv"
    if found := shutil.which("uv"):
        return found
    if not inside.exists():
        _runs([python(), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements/uv.txt"])
    return str(inside) if inside.exists() else None


def _runs(command: list[str]) -> bool:
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True).returncode == 0


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "demo")
