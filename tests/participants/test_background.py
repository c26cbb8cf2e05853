"""Background at the start: what is asked, who sees it, two writers, codes that are typed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent, Draft
from stegvis.core.versions import VersionConflict
from stegvis.participants import queries
from stegvis.participants.actions import backgrounds
from stegvis.participants.enums import CodeScheme, YesNo
from stegvis.participants.forms.backgrounds import BackgroundForm
from stegvis.participants.models import Background, Code, Enrolment, Programme
from tests.factories.participants import (
    BackgroundFactory,
    CodeFactory,
    EnrolmentFactory,
    FactorAnswerFactory,
    FactorFactory,
    OccupationWishFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)


@pytest.fixture
def enrolment(vamos: Programme) -> Enrolment:
    return EnrolmentFactory(programme=vamos)


@pytest.fixture
def sun() -> Code:
    return CodeFactory(scheme=CodeScheme.EDUCATION, edition="2020", code="20", label="Grundskola")


@pytest.fixture
def languages() -> list[Code]:
    words = {"ar": "Arabiska", "sv": "Svenska", "so": "Somaliska"}
    return [
        CodeFactory(scheme=CodeScheme.LANGUAGE, edition="639", code=code, label=label)
        for code, label in words.items()
    ]


def url(enrolment: Enrolment) -> str:
    return reverse("participants:background_edit", args=[enrolment.pk])


def fields(**values: Any) -> dict[str, Any]:
    """As the page sends them: choices with their first value, the rest empty."""
    unknown = dict.fromkeys(("driving_licence", "addiction", "mental_ill_health"), "unknown")
    return {"version": "0", "recorded_on": "2024-10-01", **unknown, **values}


# --- the action ---


def test_what_is_left_out_stays_as_it_is(enrolment: Enrolment, caseworker: User) -> None:
    backgrounds.save(enrolment=enrolment, by=caseworker, recorded_on=TODAY, addiction=YesNo.YES)
    saved = backgrounds.save(enrolment=enrolment, by=caseworker, dependants=2)
    assert (saved.addiction, saved.dependants, saved.version) == (YesNo.YES, 2, 2)


def test_each_save_is_told_once_and_hides_what_is_sensitive(
    enrolment: Enrolment, caseworker: User, languages: list[Code]
) -> None:
    backgrounds.save(
        enrolment=enrolment,
        by=caseworker,
        recorded_on=TODAY,
        addiction=YesNo.YES,
        obstacles_own="Sover dåligt",
        languages=languages[:2],
        wishes=[{"occupation": None, "text": "något lugnt", "place": ""}],
        answers={FactorFactory(programme=enrolment.programme): YesNo.YES},
    )
    event = AuditEvent.objects.get()
    assert event.action == "background.recorded"
    assert event.object_label == f"bakgrund {enrolment.pk}"
    assert event.changes["languages"] == ["", "Arabiska, Svenska"]
    told = str(event.changes)
    assert "lugnt" not in told and "yes" not in told and "Sover" not in told
    backgrounds.save(enrolment=enrolment, by=caseworker, version=1, languages=languages[:2])
    assert AuditEvent.objects.count() == 1


def test_the_second_writer_is_told(enrolment: Enrolment, caseworker: User) -> None:
    backgrounds.save(enrolment=enrolment, by=caseworker, version=0, recorded_on=TODAY)
    with pytest.raises(VersionConflict):
        backgrounds.save(enrolment=enrolment, by=caseworker, version=0, dependants=1)


def test_wishes_are_kept_in_order_and_are_eight_at_most(
    enrolment: Enrolment, caseworker: User
) -> None:
    wishes = [{"text": f"yrke {n}"} for n in (2, 1)]
    save = {"enrolment": enrolment, "by": caseworker, "recorded_on": TODAY}
    backgrounds.save(**save, wishes=[*wishes, {"text": " "}])
    assert [wish.text for wish in enrolment.wishes.all()] == ["yrke 2", "yrke 1"]
    keys = [wish.pk for wish in enrolment.wishes.all()]
    backgrounds.save(**save, wishes=wishes)
    assert [wish.pk for wish in enrolment.wishes.all()] == keys
    with pytest.raises(ValidationError, match="högst 8"):
        backgrounds.save(**save, wishes=[{"text": f"yrke {n}"} for n in range(9)])


def test_a_question_of_another_programme_is_refused(enrolment: Enrolment, caseworker: User) -> None:
    answers = {FactorFactory(): YesNo.YES}
    with pytest.raises(ValidationError, match="annan verksamhet"):
        backgrounds.save(enrolment=enrolment, by=caseworker, recorded_on=TODAY, answers=answers)


def test_an_answer_is_changed_in_place(enrolment: Enrolment, caseworker: User) -> None:
    factor = FactorFactory(programme=enrolment.programme)
    for answer in (YesNo.YES, YesNo.NO, YesNo.NO):
        saved = backgrounds.save(
            enrolment=enrolment, by=caseworker, recorded_on=TODAY, answers={factor: answer}
        )
    assert [one.answer for one in saved.answers.all()] == [YesNo.NO]
    assert saved.version == 2


# --- the page ---


@pytest.fixture
def client_(caseworker: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(caseworker)


def test_the_background_is_written_and_shown_again(
    client_: Client, enrolment: Enrolment, sun: Code, languages: list[Code]
) -> None:
    occupation = CodeFactory(code="9412", label="Restaurang- och köksbiträden m.fl.")
    factor = FactorFactory(programme=enrolment.programme, name="Har ett CV", is_sensitive=False)
    Draft.objects.create(by_id=client_.session["_auth_user_id"], key=f"bakgrund-{enrolment.pk}")
    answer = client_.post(
        url(enrolment),
        fields(
            education=sun.pk,
            months_without_work="30",
            language_0="arabiska",
            language_1="so",
            wish_0_occupation="Restaurang- och köksbiträden m.fl. (9412)",
            wish_1_text="helst utomhus",
            wish_1_place="Majorna",
            addiction="yes",
            **{f"factor_{factor.pk}": "no"},
        ),
    )
    assert answer["Location"] == f"{enrolment.get_absolute_url()}#bakgrund"
    saved = Background.objects.get()
    assert (saved.education, saved.months_without_work, saved.addiction) == (sun, 30, "yes")
    assert (saved.driving_licence, saved.mental_ill_health) == ("unknown", "unknown")
    assert [str(code) for code in saved.languages.all()] == ["Arabiska", "Somaliska"]
    assert [(one.occupation, one.place) for one in enrolment.wishes.all()] == [
        (occupation, ""),
        (None, "Majorna"),
    ]
    assert Draft.objects.count() == 0
    page = client_.get(url(enrolment)).content.decode()
    assert 'value="Restaurang- och köksbiträden m.fl. (9412)"' in page
    assert 'value="Arabiska"' in page and 'value="helst utomhus"' in page


def test_the_page_has_suggestions_without_script(
    client_: Client, enrolment: Enrolment, languages: list[Code]
) -> None:
    CodeFactory(code="5120", label="Kockar"), CodeFactory(code="5", label="Serviceyrken")
    page = client_.get(url(enrolment)).content.decode()
    assert '<option value="Kockar (5120)">' in page and 'list="koder-ssyk"' in page
    assert "Serviceyrken" not in page and '<option value="Somaliska">' in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"recorded_on": ""}, "Fyll i det här fältet"),
        ({"recorded_on": "2025-03-04"}, "framåt i tiden"),
        ({"youngest_child_born": "24"}, "fyra siffror"),
        ({"months_without_work": "-1"}, "större än eller lika med 0"),
        ({"language_0": "Arabska"}, "Menar du ”Arabiska”?"),
        ({"language_0": "Klingonska qqq"}, "Välj något av förslagen"),
        ({"wish_0_place": "Majorna"}, "Välj ett yrke eller skriv med egna ord"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_saved(
    client_: Client,
    enrolment: Enrolment,
    languages: list[Code],
    wrong: dict[str, str],
    told: str,
) -> None:
    page = client_.post(url(enrolment), fields(**wrong))
    assert told in page.content.decode()
    assert Background.objects.count() == 0


def test_a_name_that_a_group_shares_means_the_trade(client_: Client, enrolment: Enrolment) -> None:
    CodeFactory(code="512", label="Kockar")
    trade = CodeFactory(code="5120", label="Kockar")
    client_.post(url(enrolment), fields(wish_0_occupation="kockar"))
    assert enrolment.wishes.get().occupation == trade


def test_an_archived_choice_stays_until_it_is_changed(
    client_: Client, enrolment: Enrolment, sun: Code
) -> None:
    BackgroundFactory(enrolment=enrolment, education=sun)
    Code.objects.update(archived_at="2025-01-01T00:00Z")
    client_.post(url(enrolment), fields(version="1", education=sun.pk, dependants="1"))
    saved = Background.objects.get()
    assert (saved.education, saved.dependants) == (sun, 1)


def test_a_colleague_who_came_first_is_shown(
    client_: Client, enrolment: Enrolment, caseworker: User, languages: list[Code]
) -> None:
    backgrounds.save(
        enrolment=enrolment,
        by=caseworker,
        recorded_on=date(2024, 10, 1),
        dependants=3,
        languages=languages[:1],
        wishes=[{"text": "kock"}],
    )
    page = client_.post(url(enrolment), fields(dependants="2")).content.decode()
    assert "Någon annan har sparat" in page
    theirs = [part.split("</div>")[0] for part in page.split('<div class="theirs">')[1:]]
    assert [text.split("</b>")[1].strip() for text in theirs] == ["Arabiska", "3", "kock"]
    assert Background.objects.get().dependants == 3
    client_.post(url(enrolment), fields(version="1", dependants="2"))
    assert Background.objects.get().dependants == 2


def test_fields_on_health_are_absent_and_kept_for_those_who_may_not_see_them(
    enrolment: Enrolment, caseworker: User
) -> None:
    background = BackgroundFactory(enrolment=enrolment, addiction="yes", obstacles_own="Sömn")
    sensitive = FactorFactory(programme=enrolment.programme, name="Behandling")
    FactorAnswerFactory(background=background, factor=sensitive, answer="yes")
    posted = fields(version="1", dependants="1", addiction="no", obstacles_own="")
    posted[f"factor_{sensitive.pk}"] = "no"
    form = BackgroundForm(
        posted, enrolment=enrolment, background=background, sensitive=False, today=TODAY
    )
    text = " ".join(str(field) for field in form)
    assert "Sömn" not in text and "addiction" not in text
    assert "Behandling" not in {str(field.label) for field in form.fields.values()}
    assert form.is_valid(), form.errors
    backgrounds.save(enrolment=enrolment, by=caseworker, **form.values())
    saved = Background.objects.get()
    assert (saved.addiction, saved.obstacles_own, saved.dependants) == ("yes", "Sömn", 1)
    assert saved.answers.get().answer == "yes"


@pytest.mark.parametrize(
    ("who", "status"), [("manager", 403), ("planner", 403), ("colleague", 404), ("referrer", 403)]
)
def test_others_do_not_write_it(
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
    enrolment: Enrolment,
    who: str,
    status: int,
) -> None:
    client = sign_in(request.getfixturevalue(who))
    assert client.get(url(enrolment)).status_code == status


# --- what the person's page shows ---


def test_nothing_to_show_before_anybody_has_asked(enrolment: Enrolment, caseworker: User) -> None:
    assert queries.background_of(enrolment, caseworker) is None


def test_only_what_is_known_has_a_row(
    enrolment: Enrolment, caseworker: User, sun: Code, languages: list[Code]
) -> None:
    background = BackgroundFactory(
        enrolment=enrolment,
        education=sun,
        months_without_work=0,
        driving_licence="car",
        addiction="yes",
        obstacles_staff="Ryggen",
    )
    background.languages.set(languages[:2])
    OccupationWishFactory(enrolment=enrolment, occupation__label="Kockar", place="Majorna")
    FactorAnswerFactory(background=background, factor__name="Har ett CV", answer="no")
    view = queries.background_of(enrolment, caseworker)
    assert view and not view.is_partly_hidden
    assert [(row.label, row.text, row.is_sensitive) for row in view.rows] == [
        ("Högsta utbildning", "Grundskola", False),
        ("Språk personen talar", "Arabiska, Svenska", False),
        ("Månader utan arbete", "0 månader", False),
        ("Körkort", "B, personbil", False),
        ("Önskar arbeta med", "Kockar (Majorna)", False),
        ("Har ett CV", "Nej", True),
        ("Bakgrund med beroende", "Ja", True),
        ("Hinder som handläggaren ser dem", "Ryggen", True),
    ]


def test_a_manager_sees_that_something_is_hidden_and_not_what(
    enrolment: Enrolment, manager: User
) -> None:
    background = BackgroundFactory(enrolment=enrolment, dependants=2, addiction="yes")
    FactorAnswerFactory(background=background, answer="yes")
    view = queries.background_of(enrolment, manager)
    assert view and view.is_partly_hidden
    assert [row.label for row in view.rows] == ["Barn att försörja"]


def test_queries_do_not_grow_with_what_is_written(
    enrolment: Enrolment,
    caseworker: User,
    client_: Client,
    count_queries: Callable[[Callable[[], Any]], int],
) -> None:
    background = BackgroundFactory(enrolment=enrolment)

    def add() -> None:
        for _each in range(3):
            factor = FactorFactory(programme=enrolment.programme)
            FactorAnswerFactory(background=background, factor=factor)
            OccupationWishFactory(enrolment=enrolment)
            background.languages.add(CodeFactory(scheme=CodeScheme.LANGUAGE))

    add()
    enrolment = Enrolment.objects.select_related("unit").get()
    client_.get(url(enrolment)), queries.background_of(enrolment, caseworker)
    few = count_queries(lambda: queries.background_of(enrolment, caseworker))
    form = count_queries(lambda: client_.get(url(enrolment)))
    add()
    assert count_queries(lambda: queries.background_of(enrolment, caseworker)) == few
    assert count_queries(lambda: client_.get(url(enrolment))) == form
