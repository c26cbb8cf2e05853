"""Writes how things were at the start: background, languages, wishes, the programme's answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.versions import check_version
from stegvis.participants.models import (
    Background,
    Code,
    Enrolment,
    Factor,
    FactorAnswer,
    OccupationWish,
)

MOST_WISHES = 8
Changed = dict[str, list[str]]


@transaction.atomic
def save(
    *,
    enrolment: Enrolment,
    by: User | None,
    version: int | None = None,
    wishes: Sequence[Mapping[str, Any]] | None = None,
    languages: Iterable[Code] | None = None,
    answers: Mapping[Factor, str] | None = None,
    **values: Any,
) -> Background:
    """Writes what is given; what is left out stays as it is, so whoever may not see a field cannot
    empty it. Version 0 means that nothing was written when the form was opened.

    A wish is {"occupation": Code or None, "text": …, "place": …}, in order; blank ones are left."""
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    found = Background.objects.filter(enrolment=enrolment).first()
    background = found or Background(enrolment=enrolment, version=0)
    check_version(background, version)
    changed = audit.assign(background, values)
    background.clean_fields(exclude=["version"])
    if found is None:
        background.save()
    if languages is not None:
        changed |= _set_languages(background, list(languages))
    if wishes is not None:
        changed |= _set_wishes(enrolment, wishes)
    for factor, answer in (answers or {}).items():
        changed |= _set_answer(background, factor, answer)
    if changed or found is None:
        background.version += 1
        background.save()
        event = "background.changed" if found else "background.recorded"
        label = f"{Background._meta.verbose_name} {enrolment.pk}"
        audit.record(event, background, by=by, changed=changed, label=label)
    return background


def _set_languages(background: Background, languages: list[Code]) -> Changed:
    before, after = (
        ", ".join(sorted(code.label for code in some))
        for some in (background.languages.all(), languages)
    )
    if before == after:
        return {}
    background.languages.set(languages)
    return {"languages": [before, after]}


def _set_wishes(enrolment: Enrolment, wishes: Sequence[Mapping[str, Any]]) -> Changed:
    """Own words may tell more than a trade, so the log says only that they changed."""
    wanted = [
        (wish.get("occupation"), wish.get("text", "").strip(), wish.get("place", "").strip())
        for wish in wishes
    ]
    wanted = [wish for wish in wanted if wish[0] or wish[1]]
    if len(wanted) > MOST_WISHES:
        raise ValidationError(_("Skriv högst %(most)s önskemål.") % {"most": MOST_WISHES})
    rows = enrolment.wishes.select_related("occupation")
    if [(row.occupation, row.text, row.place) for row in rows] == wanted:
        return {}
    enrolment.wishes.all().delete()
    OccupationWish.objects.bulk_create(
        OccupationWish(
            enrolment=enrolment, occupation=occupation, text=text, place=place, position=position
        )
        for position, (occupation, text, place) in enumerate(wanted, 1)
    )
    return {"wishes": [audit.HIDDEN, audit.HIDDEN]}


def _set_answer(background: Background, factor: Factor, answer: str) -> Changed:
    if factor.programme_id != background.enrolment.programme_id:
        raise ValidationError(_("Frågan hör till en annan verksamhet."))
    given, is_new = FactorAnswer.objects.get_or_create(
        background=background, factor=factor, defaults={"answer": answer}
    )
    if not is_new and given.answer == answer:
        return {}
    given.answer = answer
    given.save(update_fields=["answer"])
    return {f"factor {factor.pk}": [audit.HIDDEN, audit.HIDDEN]}
