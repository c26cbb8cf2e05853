"""The virtual environment: made when it is missing, filled when the pinned packages have changed.

    python3 scripts/environment.py base|dev

Standard library only: this runs before anything is installed. Nothing is fetched when the packages
are already there.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
LEVELS = ("base", "dev")  # dev holds all of base


def main(level: str) -> None:
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        sys.exit(
            f"Stegvis behöver Python 3.11 eller nyare, det här är {found}. Ange en annan:\n"
            "    make PYTHON=python3.11 demo\n"
            "(Stegvis needs Python 3.11 or newer; name another one with PYTHON=.)"
        )
    wanted = {name: _fingerprint(name) for name in LEVELS[LEVELS.index(level) :]}
    if any(_stamp(name).exists() and _stamp(name).read_text() == wanted[name] for name in wanted):
        return
    if not _is_sound():
        _make()
    print("Installerar paket (några minuter första gången) …", flush=True)
    _pip("--require-hashes", "--requirement", str(ROOT / "requirements" / f"{level}.txt"))
    _pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    for name in LEVELS:
        _stamp(name).unlink(missing_ok=True)
    _stamp(level).write_text(wanted[level])


def _fingerprint(level: str) -> str:
    """Changes when the environment must be filled again: other packages, place or Python."""
    found = hashlib.sha256(f"{ROOT} {sys.version_info[:2]}".encode())
    for path in (ROOT / "requirements" / f"{level}.txt", ROOT / "pyproject.toml"):
        found.update(path.read_bytes())
    return found.hexdigest()


def _stamp(level: str) -> Path:
    return VENV / f"stegvis-{level}"


def _is_sound() -> bool:
    """Is there one of this Python, in the place where it was made? It cannot be moved."""
    settings, activate = VENV / "pyvenv.cfg", VENV / "bin" / "activate"
    if not (PYTHON.exists() and settings.exists() and activate.exists()):
        return False
    version = "version = {}.{}.".format(*sys.version_info)
    return version in settings.read_text() and str(VENV) in activate.read_text()


def _make() -> None:
    print("Gör en virtuell miljö i .venv …", flush=True)
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if done.returncode:
        sys.exit(
            "Det gick inte. På Debian och Ubuntu: apt install python3-venv\n"
            "(Could not make the virtual environment. On Debian: apt install python3-venv)"
        )


def _pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "-qq"]
    done = subprocess.run([*command, *arguments], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(
            "Paketen gick inte att installera. Felet står ovanför.\n"
            "(The packages could not be installed; the reason stands above.)"
        )


if __name__ == "__main__":
    main(sys.argv[1])
