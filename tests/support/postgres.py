"""Runs a command against a throw-away PostgreSQL cluster, and takes the cluster away afterwards.

    python -m tests.support.postgres pytest -n 2

The cluster lives in a temporary folder and listens on this machine only. Where PostgreSQL is not
installed this is said aloud and skipped, unless STEGVIS_REQUIRE_ALL=1.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.support.missing import missing

OWNER = "postgres"  # PostgreSQL refuses to run as root; this account comes with its package
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "40",
}
# As docs/operations.md tells a municipality to do: å, ä and ö are sorted as Swedes do.
SWEDISH = ("--locale-provider=icu", "--icu-locale=sv-SE", "--locale=C.UTF-8")
PLAIN = ("--locale=C",)


def main(command: Sequence[str]) -> int:
    programs = find()
    if programs is None:
        return missing("PostgreSQL (initdb, pg_ctl)", "apt install postgresql")
    signal.signal(signal.SIGTERM, _stop)
    with cluster(programs) as url:
        environment = os.environ | {"STEGVIS_DATABASE_URL": url}
        return subprocess.run(command, env=environment, check=False).returncode


def find() -> Path | None:
    """The folder with initdb and pg_ctl: the one on PATH, else the newest that is installed."""
    if shutil.which("initdb") and (pg_ctl := shutil.which("pg_ctl")):
        return Path(pg_ctl).parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A running cluster's address. Always stopped and removed."""
    folder = Path(tempfile.mkdtemp(prefix="stegvis-postgres-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam(OWNER).pw_uid, -1)
        data, port = folder / "data", _free_port()
        _initialise(programs, data)
        options = [f"-c {name}={value}" for name, value in QUICK.items()]
        options += [f"-c port={port}", "-c listen_addresses=127.0.0.1"]
        options += [f"-c unix_socket_directories={folder}"]
        control = [programs / "pg_ctl", "--pgdata", data, "--wait", "--silent"]
        start = [*control, "--log", folder / "log", "--options", " ".join(options), "start"]
        try:
            if _run(start).returncode:
                sys.exit((folder / "log").read_text(encoding="utf-8", errors="replace"))
            yield f"postgres://stegvis@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "--mode", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(programs: Path, data: Path) -> None:
    command = [programs / "initdb", "--pgdata", data, "--username", "stegvis"]
    command += ["--auth", "trust", "--encoding", "UTF8", "--no-sync"]
    if _run([*command, *SWEDISH]).returncode:  # built without ICU
        shutil.rmtree(data, ignore_errors=True)
        done = _run([*command, *PLAIN])
        if done.returncode:
            sys.exit(done.stdout + done.stderr)


def _run(command: Sequence[object]) -> "subprocess.CompletedProcess[str]":
    """As the owner when we are root, from a folder that the owner may read."""
    owner = OWNER if os.geteuid() == 0 else None
    # Into a file, not a pipe: the server inherits it and would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(part) for part in command],
            cwd="/",
            user=owner,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
