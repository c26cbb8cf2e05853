"""Openings, and which participants' wishes they meet."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.casework.enums import PlacementKind
from stegvis.core.models import ReadEvent
from stegvis.employers.enums import OpeningKind, OpeningStatus
from stegvis.employers.matching import Done, Fit, fit, openings_for, participants_for, same_digits
from stegvis.employers.models import Opening
from stegvis.organisations.models import Unit
from stegvis.participants.enums import CodeScheme
from stegvis.participants.models import Code, Enrolment, OccupationWish
from tests.conftest import TODAY
from tests.factories.casework import PlacementFactory
from tests.factories.employers import EmployerFactory, OpeningFactory, WorkplaceFactory
from tests.factories.participants import (
    CodeFactory,
    EnrolmentFactory,
    OccupationWishFactory,
    ParticipantFactory,
    PauseFactory,
)

LIST = "/lediga-platser/"


def code(digits: str, label: str = "Köksbiträden") -> Code:
    found = Code.objects.filter(code=digits).first()
    return found or CodeFactory(code=digits, label=label)


def unsaved(digits: str, edition: str = "2012", scheme: str = CodeScheme.OCCUPATION) -> Code:
    return Code(scheme=scheme, edition=edition, code=digits, label=digits)


# --- pages ---


def test_add_edit_and_move(working: Client, caseworker: User) -> None:
    workplace = WorkplaceFactory()
    code("9412")
    url = f"{workplace.employer.get_absolute_url()}lediga-platser/ny/"
    assert f'<option value="{workplace.pk}" selected>' in working.get(url).content.decode()
    values = {"title": "Diskare", "kind": "hourly", "workplace": workplace.pk, "places": "2"}
    working.post(url, values | {"occupation": "9412 Köksbiträden", "hours_per_week": "7,5"})
    opening = Opening.objects.get()
    assert (opening.by, opening.occupation.code) == (caseworker, "9412")
    assert opening.hours_per_week == Decimal("7.5")
    edit = reverse("employers:opening_edit", args=[opening.pk])
    working.post(edit, values | {"title": "Kock", "version": "1"})
    assert "hann före" in working.post(edit, values | {"version": "1"}).content.decode()
    working.post(reverse("employers:opening_move", args=[opening.pk, "close"]))
    opening.refresh_from_db()
    assert (opening.title, opening.status) == ("Kock", OpeningStatus.CLOSED)


def test_an_employer_without_workplace_gets_one_first(working: Client) -> None:
    employer = EmployerFactory()
    answer = working.get(f"{employer.get_absolute_url()}lediga-platser/ny/")
    assert answer.url == f"{employer.get_absolute_url()}arbetsplatser/ny/"


def test_dates_in_order(working: Client) -> None:
    workplace = WorkplaceFactory()
    values = {"title": "Diskare", "kind": "hourly", "workplace": workplace.pk, "places": "1"}
    values |= {"starts_on": "2025-04-01", "last_on": "2025-03-01"}
    url = f"{workplace.employer.get_absolute_url()}lediga-platser/ny/"
    assert "last_on" in working.post(url, values).context["form"].errors


def test_moves_that_do_not_exist_or_are_refused(working: Client) -> None:
    opening = OpeningFactory(status=OpeningStatus.CLOSED)
    move = f"/lediga-platser/{opening.pk}/%s/"
    assert working.post(move % "eat").status_code == 404
    working.get(move % "reopen")
    page = working.post(move % "fill", follow=True).content.decode()
    assert "Det går inte från läget" in page
    working.post(move % "reopen")
    opening.refresh_from_db()
    assert opening.status == OpeningStatus.OPEN


def titles(client: Client, **query: str) -> list[str]:
    return sorted(one.title for one, _status in client.get(LIST, query).context["rows"])


def test_list(working: Client) -> None:
    OpeningFactory(title="Öppen disk", kind=OpeningKind.HOURLY, workplace__place="Ängås")
    OpeningFactory(title="Fylld", status=OpeningStatus.FILLED)
    OpeningFactory(title="Stängd", status=OpeningStatus.CLOSED)
    assert titles(working) == ["Öppen disk"] == titles(working, status="planet")
    assert titles(working, status="filled") == ["Fylld"]
    assert titles(working, status="alla") == ["Fylld", "Stängd", "Öppen disk"]
    assert titles(working, status="alla", kind="hourly") == ["Öppen disk"]
    assert titles(working, q="ÄNGÅS") == ["Öppen disk"] == titles(working, q="ängås")
    part = working.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="table">')


def test_an_opening_whose_time_is_out_says_so(working: Client) -> None:
    opening = OpeningFactory(last_on=date(2025, 3, 2))
    for address in (LIST, f"{LIST}{opening.pk}/"):
        assert "Tiden har gått ut" in working.get(address).content.decode()


def test_how_many_are_taken(working: Client) -> None:
    opening = OpeningFactory(places=3)
    PlacementFactory(opening=opening)
    PlacementFactory(opening=opening, is_planned=True)
    PlacementFactory(
        opening=opening,
        is_planned=True,
        ends_on=date(2025, 1, 7),
        ended_by="participant",
        end_reason="other",
    )
    page = working.get(f"{LIST}{opening.pk}/").content.decode()
    assert "2 av 3 tillsatta" in page


# --- one fit ---


def one_fit(
    opening_code: str | None = None,
    wish_code: str | None = None,
    *,
    title: str = "Kök",
    text: str = "",
    places: tuple[str, str] = ("", ""),
    done: Done | None = None,
    **opening: object,
) -> Fit | None:
    """Without a database: an opening, one wish and what is done before."""
    workplace = WorkplaceFactory.build(place=places[0])
    offered = Opening(
        kind=OpeningKind.INTERNSHIP,
        title=title,
        workplace=workplace,
        occupation=unsaved(opening_code) if opening_code else None,
    )
    for name, value in opening.items():
        setattr(offered, name, value)
    wish = OccupationWish(
        occupation=unsaved(wish_code) if wish_code else None, text=text, place=places[1]
    )
    return fit(offered, Enrolment(), [wish], done or Done())


def reasons(found: Fit | None) -> list[str]:
    assert found is not None
    return [str(text) for text in found.reasons]


def cautions(found: Fit | None) -> list[str]:
    assert found is not None
    return [str(text) for text in found.cautions]


@pytest.mark.parametrize(
    ("one", "other", "digits"),
    [
        ("9412", "9412", 4),
        ("9412", "9411", 3),
        ("9412", "941", 3),
        ("9412", "9420", 2),
        ("9412", "94", 2),
        ("9412", "9512", 0),
        ("9", "9", 0),
    ],
)
def test_same_digits(one: str, other: str, digits: int) -> None:
    assert same_digits(unsaved(one), unsaved(other)) == digits
    assert same_digits(unsaved(other), unsaved(one)) == digits


def test_codes_of_other_editions_or_lists_are_not_the_same() -> None:
    assert same_digits(unsaved("9412"), unsaved("9412", edition="2026")) == 0
    assert same_digits(unsaved("9412"), unsaved("9412", scheme=CodeScheme.INDUSTRY)) == 0
    assert same_digits(unsaved("9412"), None) == 0


def test_reasons_for_the_occupation() -> None:
    assert reasons(one_fit("9412", "9412")) == ["Önskar just det här yrket: 9412"]
    assert reasons(one_fit("9412", "9411")) == ["Önskar ett närliggande yrke (SSYK 941)"]
    assert reasons(one_fit("9412", "9420")) == ["Önskar ett yrke inom samma område (SSYK 94)"]
    assert one_fit("9412", "5120") is None


def test_own_words() -> None:
    found = one_fit("9412", text="jobba som diskare", title="Diskare sökes")
    assert reasons(found) == ["Önskar ”diskare” med egna ord"]
    assert one_fit("9412", text="vad som", title="Vad som helst") is None  # short words say nothing


def test_place_speaks_for_and_is_a_caution_when_it_is_another() -> None:
    found = one_fit("9412", "9412", places=("Hisingen", "hisingen"))
    assert reasons(found)[1:] == ["Vill vara i Hisingen"]
    assert cautions(one_fit("9412", "9412", places=("Hisingen", "Centrum"))) == [
        "Vill helst vara i Centrum"
    ]
    assert cautions(one_fit("9412", "9412", places=("", "Centrum"))) == []


def test_place_alone_is_enough_only_without_an_occupation() -> None:
    assert one_fit("9412", places=("Hisingen", "Hisingen"), text="bageri") is None
    assert reasons(one_fit(places=("Hisingen", "Hisingen"))) == ["Vill vara i Hisingen"]


@pytest.mark.parametrize(
    ("done", "kind", "reason", "caution"),
    [
        (None, OpeningKind.HOURLY, [], []),
        (OpeningKind.WORK_TRAINING, OpeningKind.INTERNSHIP, ["Nästa steg efter arbetsträning"], []),
        (OpeningKind.WORK_TRAINING, OpeningKind.EMPLOYMENT, ["Nästa steg efter arbetsträning"], []),
        (OpeningKind.INTERNSHIP, OpeningKind.INTERNSHIP, ["Har gjort praktik förut"], []),
        (OpeningKind.HOURLY, OpeningKind.EMPLOYMENT, ["Nästa steg efter timanställning"], []),
        (OpeningKind.HOURLY, OpeningKind.INTERNSHIP, [], ["Har redan kommit till timanställning"]),
    ],
)
def test_kind(
    done: OpeningKind | None, kind: OpeningKind, reason: list[str], caution: list[str]
) -> None:
    found = one_fit("9412", "9412", done=Done(done), kind=kind)
    assert (reasons(found)[1:], cautions(found)) == (reason, caution)


@pytest.mark.parametrize(
    ("offered", "had", "reason", "caution"),
    [
        ("20", "10", ["Timmarna går att nå från 10 i veckan"], []),
        ("20.5", "10", [], ["Många fler timmar än 10 i veckan som hittills"]),
        ("40", "7.5", [], ["Många fler timmar än 7,5 i veckan som hittills"]),
        (None, "10", [], []),
        ("20", None, [], []),
    ],
)
def test_hours(offered: str | None, had: str | None, reason: list[str], caution: list[str]) -> None:
    done = Done(hours=Decimal(had) if had else None)
    hours = Decimal(offered) if offered else None
    found = one_fit("9412", "9412", done=done, hours_per_week=hours)
    assert (reasons(found)[1:], cautions(found)) == (reason, caution)


def test_a_place_now_is_told() -> None:
    assert cautions(one_fit("9412", "9412", done=Done(is_placed=True))) == ["Har en plats nu"]


# --- many ---


@pytest.fixture
def dish(db: None) -> Opening:
    return OpeningFactory(title="Diskare", occupation=code("9412"), workplace__place="Hisingen")


def test_participants_are_ranked(dish: Opening, kc: Unit, caseworker: User) -> None:
    def wants(digits: str | None = None, **values: object) -> Enrolment:
        return OccupationWishFactory(
            enrolment__programme__unit=kc, occupation=code(digits) if digits else None, **values
        ).enrolment

    area = wants("9420")
    exact = wants("9412")
    exact_and_near = wants("9412", place="Hisingen")
    words = wants(text="vill bli diskare")
    near = wants("9411")
    wants("5120")
    found = participants_for(caseworker, dish, today=TODAY)
    assert [one.enrolment for one in found] == [exact_and_near, exact, near, area, words]


def test_only_those_whom_the_reader_sees_and_who_go_on(
    dish: Opening, kc: Unit, caseworker: User
) -> None:
    exact = code("9412")

    def wants(**values: object) -> Enrolment:
        values = {"programme__unit": kc, **values}
        enrolment = EnrolmentFactory(**values)
        OccupationWishFactory(enrolment=enrolment, occupation=exact)
        return enrolment

    seen = wants()
    unidentified = wants(participant=ParticipantFactory(unidentified=True))
    wants(participant=ParticipantFactory(protected=True))
    wants(programme__unit=EnrolmentFactory().unit)
    wants(ends_on=date(2025, 3, 2))
    PauseFactory(enrolment=wants())
    over = wants()
    PauseFactory(enrolment=over, ends_on=date(2025, 3, 2))
    found = {one.enrolment for one in participants_for(caseworker, dish, today=TODAY)}
    assert found == {seen, unidentified, over}


def test_several_wishes_make_one_line(
    dish: Opening, enrolment: Enrolment, caseworker: User
) -> None:
    for digits in ("9420", "9412", "9411"):
        OccupationWishFactory(enrolment=enrolment, occupation=code(digits))
    (found,) = participants_for(caseworker, dish, today=TODAY)
    assert reasons(found) == ["Önskar just det här yrket: Köksbiträden"]


def test_what_is_done_before_comes_from_begun_placements(
    dish: Opening, enrolment: Enrolment, caseworker: User
) -> None:
    OccupationWishFactory(enrolment=enrolment, occupation=code("9412"))
    training = PlacementKind.WORK_TRAINING
    old = {"ends_on": date(2025, 1, 31), "hours_per_week": 10}
    PlacementFactory(enrolment=enrolment, kind=training, **old)
    PlacementFactory(enrolment=enrolment, kind=PlacementKind.EMPLOYMENT, is_planned=True)
    Opening.objects.update(hours_per_week=15)
    dish.refresh_from_db()
    (found,) = participants_for(caseworker, dish, today=TODAY)
    assert reasons(found)[1:] == [
        "Nästa steg efter arbetsträning",
        "Timmarna går att nå från 10 i veckan",
    ]
    assert cautions(found) == []
    PlacementFactory(enrolment=enrolment, kind=PlacementKind.INTERNSHIP)
    (found,) = participants_for(caseworker, dish, today=TODAY)
    assert "Har gjort praktik förut" in reasons(found)
    assert cautions(found) == ["Har en plats nu"]


def test_openings_for_a_participant(enrolment: Enrolment, caseworker: User) -> None:
    assert openings_for(caseworker, enrolment, today=TODAY) == []
    OccupationWishFactory(enrolment=enrolment, occupation=code("9412"), place="Hisingen")
    OccupationWishFactory(enrolment=enrolment, occupation=None, text="sy kläder")

    def offers(digits: str | None, **values: object) -> Opening:
        return OpeningFactory(occupation=code(digits) if digits else None, **values)

    exact = offers("9412", workplace__place="Centrum")
    near = offers("9411")
    offers("5120")
    sewing = offers("7531", title="Laga kläder")
    anything = offers(None, title="Lite av varje")
    offers("9412", status=OpeningStatus.CLOSED)
    offers("9412", last_on=date(2025, 3, 2))
    found = openings_for(caseworker, enrolment, today=TODAY)
    assert [one.opening for one in found] == [exact, near, sewing, anything]


def test_the_page_shows_reasons_and_is_a_look_at_each(
    working: Client, dish: Opening, enrolment: Enrolment
) -> None:
    OccupationWishFactory(enrolment=enrolment, occupation=code("9411"), place="Centrum")
    page = working.get(f"{LIST}{dish.pk}/").content.decode()
    assert str(enrolment.participant) in page
    assert "Önskar ett närliggande yrke (SSYK 941)" in page
    assert "Vill helst vara i Centrum" in page
    assert f"/inskrivningar/{enrolment.pk}/platser/ny/?ledig={dish.pk}" in page
    assert ReadEvent.objects.get().subject_id == enrolment.participant_id


def test_a_closed_opening_names_nobody(
    working: Client, dish: Opening, enrolment: Enrolment
) -> None:
    OccupationWishFactory(enrolment=enrolment, occupation=code("9412"))
    Opening.objects.update(status=OpeningStatus.FILLED)
    page = working.get(f"{LIST}{dish.pk}/").content.decode()
    assert str(enrolment.participant) not in page and not ReadEvent.objects.exists()


def test_manager_sees_the_fits_and_no_buttons(
    manager: User, dish: Opening, enrolment: Enrolment, sign_in: Callable[[User], Client]
) -> None:
    OccupationWishFactory(enrolment=enrolment, occupation=code("9412"))
    page = sign_in(manager).get(f"{LIST}{dish.pk}/").content.decode()
    assert str(enrolment.participant) in page
    assert "?ledig=" not in page and "<button" not in page.split("<main")[1]


@pytest.mark.parametrize("who", ["opening", "list"])
def test_the_same_queries_for_more_rows(
    who: str, working: Client, kc: Unit, dish: Opening, count_queries: Callable[..., int]
) -> None:
    def more() -> None:
        for _number in range(3):
            OpeningFactory()
            seen = EnrolmentFactory(programme__unit=kc)
            OccupationWishFactory(enrolment=seen, occupation=dish.occupation)
            PlacementFactory(enrolment=seen)

    address = LIST if who == "list" else f"{LIST}{dish.pk}/"
    more()
    few = count_queries(lambda: working.get(address))
    more()
    assert count_queries(lambda: working.get(address)) == few
