"""A questionnaire that was sent, and what came back."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.participants.models import Enrolment, Programme, Survey, SurveyInvitation


@transaction.atomic
def record(
    *,
    by: User | None,
    programme: Programme,
    title: str,
    question: str,
    sent_on: date,
    closed_on: date | None = None,
    answers: Mapping[Enrolment, str],
) -> Survey:
    """Takes in a survey with everybody it was sent to; an empty answer is one that never came."""
    if any(one.programme_id != programme.pk for one in answers):
        raise ValidationError(_("Enkäten kan bara gälla verksamhetens egna deltagare."))
    survey = Survey(
        programme=programme, title=title, question=question, sent_on=sent_on, closed_on=closed_on
    )
    survey.full_clean()
    survey.save()
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(
            survey=survey,
            enrolment=enrolment,
            answer=answer,
            answered_on=(closed_on or sent_on) if answer else None,
        )
        for enrolment, answer in answers.items()
    )
    audit.record("survey.recorded", survey, by=by)
    return survey
