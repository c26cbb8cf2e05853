from collections.abc import Iterator

import pytest

from stegvis.analysis.tables import Tables
from tests.spec.support import snapshot
from tests.spec.year_2024 import TEXTS


@pytest.fixture(scope="module")
def year_2024() -> Iterator[Tables]:
    with snapshot(**TEXTS) as tables:
        yield tables
