"""The demo, built once for all its tests (they share one process: see xdist_group) and taken back
after the last of them."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from stegvis.demo import build

TODAY = date(2025, 3, 3)


@pytest.fixture(scope="package")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("snapshots")
    with (
        django_db_blocker.unblock(),
        override_settings(SNAPSHOT_DIR=folder),
        mock.patch.object(timezone, "localdate", lambda *args, **kwargs: TODAY),
        transaction.atomic(),
    ):
        build.build(today=TODAY, say=lambda text: None)
        yield
        transaction.set_rollback(True)
