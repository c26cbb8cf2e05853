"""The tests make their tables from the models; here the migrations are tried, on a database of
their own: from the release before with rows in place, to today, with nothing left to migrate."""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.support.repository import ROOT


def run(*program: str, database: str) -> str:
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "stegvis.config.settings",
        "STEGVIS_DATABASE_URL": database,
        "STEGVIS_SECRET_KEY": "only-for-this-test",
    }
    done = subprocess.run(
        [sys.executable, "-m", *program], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def database(tmp_path: Path) -> str:
    """An empty one, of the kind that the suite runs on."""
    server = os.environ.get("STEGVIS_DATABASE_URL", "")
    if not server.startswith("postgres"):
        return f"sqlite:///{tmp_path}/tom.sqlite3"
    name = f"tom_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.rsplit("/", 1)[0] + f"/{name}"


def test_a_database_of_the_release_before_comes_along(database: str):
    told = json.loads(run("tests.support.migrating", database=database))
    assert told["kept"] == told["made"]
    assert told["left"] == []


def test_the_models_have_all_their_migrations(database: str):
    run("stegvis", "makemigrations", "--check", "--dry-run", database=database)
