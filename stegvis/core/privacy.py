"""Personal data is declared beside the field: identity, protected or plain.

    class Privacy:
        identity = ("name", "email")   # tells who a person is
        protected = ("note",)          # may say something sensitive about a person
        plain = ("starts_on",)         # neither

Log redaction, extracts and erasure are driven by it; a test fails on an unclassified field.
"""

from django.db import models

CLASSES = ("identity", "protected", "plain")


def classification(model: type[models.Model]) -> dict[str, str]:
    """Field name → identity, protected or plain."""
    declared = getattr(model, "Privacy", None)
    return {name: kind for kind in CLASSES for name in getattr(declared, kind, ())}


def unclassified(model: type[models.Model]) -> list[str]:
    """Names of the model's own fields (not its key or version) that nobody has classified."""
    known = classification(model)
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return [f.name for f in fields if f.name not in known and f.name not in ("id", "version")]
