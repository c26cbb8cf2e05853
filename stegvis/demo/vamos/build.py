"""Puts the finished project Vamos into the demo: its unit, staff, employers and participants."""

from datetime import date

from stegvis.accounts.models import User
from stegvis.demo import people
from stegvis.demo.vamos import cohort, goals
from stegvis.demo.vamos.employers import Employers
from stegvis.demo.vamos.write import Staff, write
from stegvis.organisations.actions import units
from stegvis.participants.actions import programmes, surveys
from stegvis.participants.models import Enrolment, Programme

SLUG = "vamos"


def organisation() -> None:
    root = units.create(by=None, name="Socialförvaltningen Sydväst", short_name="SF Sydväst")
    units.create(by=None, parent=root, name="Projekt Vamos", short_name="Vamos")


def add(*, by: User, referrer: User, caseworkers: list[User]) -> Programme:
    programme = programmes.create(
        by=by,
        name="Vamos",
        slug=SLUG,
        unit=people.unit("Vamos"),
        description=(
            "För den som står långt från arbete, ofta med beroende eller psykisk ohälsa. "
            "Individuellt stöd hela vägen. Ingen behöver vara klar med något annat först."
        ),
        starts_on=cohort.STARTS_ON,
        ends_on=cohort.ENDS_ON,
        capacity=70,
        capacity_per_caseworker=18,
    )
    employers = Employers(by=caseworkers[0], unit=programme.unit)
    write(programme=programme, staff=Staff(caseworkers, referrer), employers=employers)
    _survey(programme, by)
    goals.add(programme=programme, by=by)
    return programme


def _survey(programme: Programme, by: User) -> None:
    asked = {one.number: one for one in cohort.people() if one.was_asked}
    enrolments = {
        one.participant.identity_number: one
        for one in Enrolment.objects.filter(programme=programme).select_related("participant")
    }
    surveys.record(
        by=by,
        programme=programme,
        title="Utvärderarnas enkät",
        question="Har din livskvalitet förändrats genom att du är med i Vamos?",
        sent_on=cohort.SURVEY_ON,
        closed_on=date(2022, 2, 7),
        answers={enrolments[number]: one.answer for number, one in asked.items()},
    )
