"""Packages of the operating system that the demo and the tests need: what is missing, and the line that installs it.

Debian and Ubuntu are installed on (as root, or with a sudo that asks no password); macOS is told its line. Only the
standard library is used: set-up runs this before anything is installed.
"""

import os
import shutil
import subprocess
import sys

# WeasyPrint draws with Pango and HarfBuzz; the fonts write names of every script, and emoji.
DRAWING = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
FONTS = ["fonts-dejavu-core", "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"]
# The browser, a library of its driver, and the tools that collect texts for translation.
TESTS = ["chromium", "libatomic1", "gettext"]
HOMEBREW = ["pango", "gettext"]


def install_missing(*, for_tests: bool) -> None:
    """Install what is missing, or print the one line that does. Never fails: the demo runs without, PDFs may not."""
    if sys.platform == "darwin":
        _advise_homebrew()
        return
    missing = _missing([*DRAWING, *FONTS, *(TESTS if for_tests else [])])
    if not missing or install(missing):
        return
    print("These system packages are missing:", " ".join(missing))
    print(f"To install them, run:\n  {command_for(missing)}")
    print("Foyer starts without them, but ticket PDFs may fail or lack letters.", flush=True)


def has_browser() -> bool:
    """Whether there is a Chromium that the tests can drive."""
    return any(shutil.which(name) for name in ("chromium", "google-chrome"))


def install(packages: list[str]) -> bool:
    """Install packages with apt-get where this process may; whether it worked."""
    prefix = _privilege()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    print("Installing system packages:", " ".join(packages), flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=180"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    # The lists may be stale or absent, but a failed update need not mean that nothing can be installed.
    subprocess.run([*apt, "update"], **quiet)  # type: ignore[call-overload]
    done = subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], **quiet)  # type: ignore[call-overload]
    return bool(done.returncode == 0)


def command_for(packages: list[str]) -> str:
    """The line for a person to run."""
    names = " ".join(packages)
    return f"apt-get install -y {names}" if os.geteuid() == 0 else f"sudo apt-get install -y {names}"


def _missing(packages: list[str]) -> list[str]:
    if shutil.which("dpkg-query") is None:
        # Not Debian: the name of a package cannot be asked for, so ask for what it would bring.
        return [] if shutil.which("fc-list") else packages
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages], capture_output=True, text=True
    )
    installed = {line.split()[0] for line in asked.stdout.splitlines() if line.endswith(" installed")}
    # A browser of another name serves as well.
    if has_browser():
        installed.add("chromium")
    return [package for package in packages if package not in installed]


def _privilege() -> list[str] | None:
    """What to put before a command to run it as root; None where that is not possible without asking."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def _advise_homebrew() -> None:
    brew = shutil.which("brew")
    have = (
        subprocess.run([brew, "list", "--formula", "-1"], capture_output=True, text=True).stdout.split() if brew else []
    )
    missing = [package for package in HOMEBREW if package not in have]
    if missing:
        print(f"For ticket PDFs and translations, run:\n  brew install {' '.join(missing)}", flush=True)
