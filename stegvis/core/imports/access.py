from typing import Any

from stegvis.core.access import visible_or_404
from stegvis.core.imports.models import ImportBatch


def batch(user: Any, pk: int) -> ImportBatch:
    return visible_or_404(ImportBatch.objects.visible_to(user).select_related("by"), pk=pk)
