"""Taking a snapshot: the tables as Parquet, the texts as JSON, and a manifest with checksums."""

import json
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction
from django.utils import timezone

import stegvis
from stegvis.accounts.models import User
from stegvis.analysis.schema import SCHEMA_VERSION
from stegvis.core import audit
from stegvis.reports import snapshot_tables, texts
from stegvis.reports.models import Snapshot
from stegvis.reports.snapshot_files import TEXTS, checksum


@transaction.atomic
def take(*, by: User | None) -> Snapshot:
    """Writes the tables and texts as they are now. The folder is whole or not there at all."""
    name = f"{timezone.localdate():%Y%m%d}-{uuid4().hex[:12]}"
    folder = Path(settings.SNAPSHOT_DIR) / name
    folder.mkdir(parents=True)
    try:
        files = _write(folder)
        snapshot = Snapshot.objects.create(
            taken_by=by,
            schema_version=str(SCHEMA_VERSION),
            software_version=stegvis.__version__,
            folder=name,
            manifest={"files": files, "schema_version": SCHEMA_VERSION},
        )
        (folder / "manifest.json").write_text(_json(snapshot.manifest), encoding="utf-8")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    audit.record("snapshot.taken", snapshot, by=by)
    return snapshot


def _write(folder: Path) -> dict[str, dict[str, Any]]:
    files = {}
    for name, table in snapshot_tables.tables(folder.name).items():
        path = folder / f"{name}.parquet"
        pq.write_table(table, path, compression="zstd")
        files[path.name] = {"rows": table.num_rows, "sha256": checksum(path)}
    told = {
        "interventions": texts.of(snapshot_tables.countable()),
        "explanations": texts.explanations(),
    }
    path = folder / TEXTS
    path.write_text(_json(told), encoding="utf-8")
    files[TEXTS] = {"rows": len(told["interventions"]), "sha256": checksum(path)}
    return files


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
