"""The list, an employer's page and its forms."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.casework.enums import PlacementKind
from stegvis.core.models import ReadEvent
from stegvis.employers.duplicates import fold
from stegvis.employers.enums import ContactResult, EmployerSize, FunnelStage, Market
from stegvis.employers.models import Employer
from stegvis.participants.enums import CodeScheme
from stegvis.participants.models import Enrolment
from tests.factories.casework import PlacementFactory
from tests.factories.employers import (
    ContactPersonFactory,
    EmployerContactFactory,
    EmployerFactory,
    OpeningFactory,
    WorkplaceFactory,
)
from tests.factories.participants import CodeFactory, EnrolmentFactory

LIST = "/arbetsgivare/"
NUMBER = "992345-6785"


def names(client: Client, **query: str) -> list[str]:
    return [row[0].name for row in client.get(LIST, query).context["rows"]]


# --- list ---


@pytest.fixture
def three(db: None) -> list[Employer]:
    mill = EmployerFactory(name="Ångkvarnen AB", organisation_number=NUMBER)
    WorkplaceFactory(employer=mill, place="Centrum")
    shop = EmployerFactory(name="Butiken", network="Företagsvän")
    WorkplaceFactory(employer=shop, place="Östra Hisingen", market=Market.OWN)
    EmployerFactory(name="Nedlagt", archived_at="2024-01-01T12:00Z")
    return [mill, shop]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ångkvarn", ["Ångkvarnen AB"]),
        ("992345", ["Ångkvarnen AB"]),
        ("9923456785", ["Ångkvarnen AB"]),
        ("992345-6785", ["Ångkvarnen AB"]),
        ("företagsvän", ["Butiken"]),
        ("östra", ["Butiken"]),
        ("butiken centrum", []),
        ("99", []),
        ("", ["Butiken", "Ångkvarnen AB"]),
    ],
)
def test_search(working: Client, three: list[Employer], text: str, found: list[str]) -> None:
    assert sorted(names(working, q=text)) == found


def test_filters(working: Client, three: list[Employer]) -> None:
    EmployerContactFactory(employer=three[0])
    assert names(working, market=Market.OWN) == ["Butiken"]
    assert names(working, archived="ja") == ["Nedlagt"]
    assert names(working, stage=FunnelStage.INTERESTED) == ["Ångkvarnen AB"]
    assert names(working, stage=FunnelStage.KNOWN) == ["Butiken"]
    assert len(names(working, stage="planet")) == 2


def test_order(working: Client, three: list[Employer]) -> None:
    mill, shop = three
    EmployerContactFactory(employer=shop, on=date(2025, 1, 1), next_on=date(2025, 3, 10))
    assert names(working, order="next") == ["Butiken", "Ångkvarnen AB"]
    assert names(working, order="latest") == ["Butiken", "Ångkvarnen AB"]
    assert names(working, order="longest") == ["Ångkvarnen AB", "Butiken"]


@pytest.mark.parametrize(
    ("result", "kind", "stage"),
    [
        (None, None, FunnelStage.KNOWN),
        (ContactResult.NOT_NOW, None, FunnelStage.CONTACTED),
        (ContactResult.FOLLOWED_UP, None, FunnelStage.CONTACTED),
        (ContactResult.OFFERS_PLACE, None, FunnelStage.INTERESTED),
        (None, PlacementKind.INTERNSHIP, FunnelStage.HOST),
        (ContactResult.NO, PlacementKind.WORK_TRAINING, FunnelStage.HOST),
        (ContactResult.NO, PlacementKind.HOURLY, FunnelStage.HIRED),
        (None, PlacementKind.EMPLOYMENT, FunnelStage.HIRED),
    ],
)
def test_stage(
    working: Client,
    result: ContactResult | None,
    kind: PlacementKind | None,
    stage: FunnelStage,
) -> None:
    employer = EmployerFactory()
    if result:
        EmployerContactFactory(employer=employer, result=result)
    if kind:
        PlacementFactory(workplace__employer=employer, kind=kind)
    assert [row[1] for row in working.get(LIST).context["rows"]] == [stage]


def test_a_planned_place_is_no_place_yet(working: Client) -> None:
    PlacementFactory(is_planned=True)
    assert [row[1] for row in working.get(LIST).context["rows"]] == [FunnelStage.KNOWN]


def test_row_tells_when_and_how_many_but_not_whom(working: Client, elsewhere: User) -> None:
    """The contact and the placement belong to another unit's participant."""
    placement = PlacementFactory()
    EmployerContactFactory(
        employer=placement.workplace.employer,
        enrolment=placement.enrolment,
        on=date(2025, 2, 20),
        next_on=date(2025, 3, 1),
    )
    page = working.get(LIST)
    one, _stage, places, there = page.context["rows"][0]
    assert (one.last_contact_on, one.next_on) == (date(2025, 2, 20), date(2025, 3, 1))
    assert (places, there) == ("Hisingen", 1)
    assert placement.enrolment.participant.first_name not in page.content.decode()


def test_htmx_gets_the_table_only(working: Client, three: list[Employer]) -> None:
    part = working.get(LIST, {"q": "butik"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="table">') and "<html" not in part
    assert '<p role="status" class="quiet">1 arbetsgivare</p>' in part


def test_paging(working: Client) -> None:
    EmployerFactory.create_batch(51)
    assert (len(names(working)), len(names(working, sida="2"))) == (50, 1)


def test_list_makes_the_same_queries_for_more_rows(
    working: Client, count_queries: Callable[..., int]
) -> None:
    def more() -> None:
        for _number in range(3):
            placement = PlacementFactory()
            EmployerContactFactory(employer=placement.workplace.employer)

    more()
    few = count_queries(lambda: working.get(LIST))
    more()
    assert count_queries(lambda: working.get(LIST)) == few <= 10


def test_empty_list_says_what_to_do(working: Client) -> None:
    assert "lägg till arbetsgivaren" in working.get(LIST).content.decode()


# --- who ---


@pytest.mark.parametrize(
    ("who", "sees", "edits"),
    [
        ("caseworker", 200, 200),
        ("elsewhere", 200, 200),
        ("manager", 200, 403),
        ("planner", 403, 403),
        ("provider_user", 403, 403),
        ("administrator", 403, 403),
        ("outsider", 403, 403),
    ],
)
def test_who_sees_and_edits(
    who: str,
    sees: int,
    edits: int,
    db: None,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
) -> None:
    opening = OpeningFactory()
    employer, workplace = opening.workplace.employer, opening.workplace
    person = ContactPersonFactory(employer=employer)
    client = sign_in(request.getfixturevalue(who))
    url = employer.get_absolute_url()
    for address in (LIST, url, "/lediga-platser/", f"/lediga-platser/{opening.pk}/"):
        assert client.get(address).status_code == sees, address
    for address in ("/arbetsgivare/paminnelser/", "/arbetsgivare/tratt/"):
        assert client.get(address).status_code == sees, address
    for address in (
        f"{LIST}ny/",
        f"{url}andra/",
        f"{url}arbetsplatser/ny/",
        f"{url}kontaktpersoner/ny/",
        f"{url}lediga-platser/ny/",
        f"/arbetsplatser/{workplace.pk}/andra/",
        f"/kontaktpersoner/{person.pk}/andra/",
        f"/lediga-platser/{opening.pk}/andra/",
        "/arbetsgivarkontakter/ny/",
    ):
        assert client.get(address).status_code == edits, address
    for address in (f"{url}arkivera/", f"/lediga-platser/{opening.pk}/close/"):
        assert client.post(address).status_code == (302 if edits == 200 else 403), address


def test_what_does_not_exist_is_not_found(working: Client) -> None:
    for address in ("arbetsgivare/9/", "lediga-platser/9/", "arbetsplatser/9/andra/"):
        assert working.get(f"/{address}").status_code == 404, address
    for address in ("kontaktpersoner/9/andra/", "arbetsgivarkontakter/9/andra/"):
        assert working.get(f"/{address}").status_code == 404, address


# --- page ---


def test_page_tells_what_there_is(working: Client, enrolment: Enrolment, caseworker: User) -> None:
    industry = CodeFactory(scheme=CodeScheme.INDUSTRY, edition="2025", code="I", label="Hotell")
    employer = EmployerFactory(industry=industry, size=EmployerSize.SMALL, network="Företagsvän")
    workplace = WorkplaceFactory(employer=employer, name="Köket", own=True)
    ContactPersonFactory(employer=employer, name="Kim Kock", phone="031-000 00")
    OpeningFactory(workplace=workplace, title="Diskare")
    PlacementFactory(workplace=workplace, enrolment=enrolment)
    EmployerContactFactory(
        employer=employer, by=caseworker, note="Ring efter lunch", occupation=CodeFactory()
    )
    page = working.get(employer.get_absolute_url()).content.decode()
    for text in ("Hotell", "SNI 2025: I", "10–49 anställda", "Företagsvän", "Köket", "Kim Kock"):
        assert text in page, text
    for text in ("Egen verksamhet", "Diskare", "Ring efter lunch", "Har tagit emot"):
        assert text in page, text
    assert str(enrolment.participant) in page


def test_page_names_only_participants_whom_the_reader_sees(
    working: Client, enrolment: Enrolment, caseworker: User
) -> None:
    workplace = WorkplaceFactory()
    PlacementFactory(workplace=workplace, enrolment=enrolment)
    hidden = PlacementFactory(workplace=workplace)
    gone = PlacementFactory(workplace=workplace, ends_on=date(2025, 1, 31))
    EmployerContactFactory(
        employer=workplace.employer, enrolment=hidden.enrolment, note="Om en annan"
    )
    page = working.get(workplace.employer.get_absolute_url())
    text = page.content.decode()
    assert str(enrolment.participant) in text
    assert "Därtill deltagare som du inte ser: 1 nu, 1 tidigare." in text
    for one in (hidden, gone):
        assert str(one.enrolment.participant) not in text
    assert "Om en annan" not in text and page.context["page"].paginator.count == 0


def test_everybody_named_is_in_the_read_log(
    working: Client, enrolment: Enrolment, caseworker: User, kc
) -> None:
    employer = EmployerFactory()
    person = ContactPersonFactory(employer=employer)
    PlacementFactory(workplace__employer=employer, enrolment=enrolment)
    other = EnrolmentFactory(programme__unit=kc)
    EmployerContactFactory(employer=employer, enrolment=other)
    working.get(employer.get_absolute_url())
    seen = set(ReadEvent.objects.filter(by=caseworker).values_list("subject_kind", "subject_id"))
    assert seen == {
        ("employers.contactperson", person.pk),
        ("participants.participant", enrolment.participant_id),
        ("participants.participant", other.participant_id),
    }


def test_what_is_written_about_a_participant_is_protected(
    manager: User, enrolment: Enrolment, sign_in: Callable[[User], Client]
) -> None:
    """The manager sees the participant, but not what is sensitive."""
    employer = EmployerFactory()
    EmployerContactFactory(employer=employer, enrolment=enrolment, note="Berättade om sjukdomen")
    EmployerContactFactory(employer=employer, note="Ring på torsdag")
    page = sign_in(manager).get(employer.get_absolute_url()).content.decode()
    assert "Berättade om sjukdomen" not in page and "Anteckningen är skyddad." in page
    assert "Ring på torsdag" in page
    assert "/andra/" not in page and "/ny/" not in page


def test_page_makes_the_same_queries_for_more_rows(
    working: Client, kc, caseworker: User, count_queries: Callable[..., int]
) -> None:
    employer = EmployerFactory()

    def more() -> None:
        for _number in range(3):
            workplace = WorkplaceFactory(employer=employer)
            ContactPersonFactory(employer=employer)
            OpeningFactory(workplace=workplace)
            seen = EnrolmentFactory(programme__unit=kc)
            PlacementFactory(workplace=workplace, enrolment=seen)
            PlacementFactory(workplace=workplace)
            EmployerContactFactory(employer=employer, enrolment=seen, by=caseworker)

    more()
    few = count_queries(lambda: working.get(employer.get_absolute_url()))
    more()
    assert count_queries(lambda: working.get(employer.get_absolute_url())) == few <= 25


# --- forms ---


def test_create(working: Client) -> None:
    CodeFactory(scheme=CodeScheme.INDUSTRY, edition="2025", code="I", label="Hotell")
    answer = working.post(
        f"{LIST}ny/",
        {
            "name": "Kvarnen",
            "organisation_number": "9923456785",
            "industry": "I Hotell (SNI 2025)",
            "size": "small",
            "network": "företagsvän",
            "place": "Centrum",
            "market": "own",
        },
    )
    made = Employer.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.organisation_number, made.industry.edition) == (NUMBER, "2025")
    workplace = made.workplaces.get()
    assert (workplace.name, workplace.place, workplace.market) == ("Kvarnen", "Centrum", "own")


BASE = {"name": "Kvarnen", "size": "unknown", "market": "regular"}


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"name": ""}, "name", "Fyll i"),
        ({"organisation_number": "992345-6784"}, "organisation_number", "Kontrollsiffran"),
        ({"organisation_number": NUMBER}, "organisation_number", "finns redan"),
        ({"industry": "Q"}, "industry", "flera utgåvor"),
        ({"industry": "Rymdfart"}, "industry", "Finns inte i listan"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    working: Client, values: dict[str, str], field: str, message: str
) -> None:
    EmployerFactory(name="En helt annan", organisation_number=NUMBER)
    for edition in ("2007", "2025"):
        CodeFactory(scheme=CodeScheme.INDUSTRY, edition=edition, code="Q", label=f"Q {edition}")
    form = working.post(f"{LIST}ny/", BASE | values).context["form"]
    assert message in form.errors[field][0]
    assert Employer.objects.count() == 1


def test_a_like_name_has_to_be_looked_at(working: Client) -> None:
    EmployerFactory(name="KVARNEN ab", archived_at="2024-01-01T12:00Z")
    page = working.post(f"{LIST}ny/", BASE)
    assert "liknande namn, arkiverad" in page.content.decode()
    assert "is_other" in page.context["form"].errors
    assert 'type="checkbox" name="is_other"' in page.content.decode()
    working.post(f"{LIST}ny/", BASE | {"is_other": "on"})
    assert Employer.objects.count() == 2


def test_the_same_number_cannot_be_another(working: Client) -> None:
    EmployerFactory(name="Bageriet", organisation_number=NUMBER)
    values = BASE | {"organisation_number": NUMBER, "is_other": "on"}
    page = working.post(f"{LIST}ny/", values)
    assert "samma organisationsnummer" in page.content.decode()
    assert Employer.objects.count() == 1


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("ICA Kvarnen AB", "Ica Kvarnen", True),
        ("Bil & Båt HB", "bil och båt", True),
        ("Café Åsa", "CAFÉ ÅSA", True),
        ("AB", "HB", False),
        ("Kvarnen", "Bageriet", False),
    ],
)
def test_folded_names(one: str, other: str, alike: bool) -> None:
    assert (fold(one) == fold(other)) is alike


@pytest.mark.parametrize(
    ("name", "hinted"),
    [("Kvarnen Centrum", True), ("Kvarn", False), ("Kvarneners", False), ("Bageriet", False)],
)
def test_names_that_begin_the_same_are_hints(working: Client, name: str, hinted: bool) -> None:
    EmployerFactory(name="Kvarnen")
    form = working.post(f"{LIST}ny/", BASE | {"name": name})
    assert (form.status_code == 200) is hinted


def test_edit_keeps_what_somebody_else_wrote(working: Client) -> None:
    employer = EmployerFactory(name="Kvarnen", version=2, network="Nyss sparat")
    url = reverse("employers:employer_edit", args=[employer.pk])
    values = {"name": "Kvarnen", "size": "unknown", "network": "Mitt", "version": "1"}
    page = working.post(url, values)
    assert "Nyss sparat" in page.content.decode() and page.context["form"].conflict
    working.post(url, values | {"version": "2"})
    employer.refresh_from_db()
    assert (employer.network, employer.version) == ("Mitt", 3)


def test_edit_does_not_ask_about_likeness_again(working: Client) -> None:
    EmployerFactory(name="Kvarnen AB")
    employer = EmployerFactory(name="Kvarnen")
    url = reverse("employers:employer_edit", args=[employer.pk])
    answer = working.post(url, {"name": "Kvarnen", "size": "small", "version": "1"})
    assert answer.status_code == 302


def test_archive_and_take_back(working: Client) -> None:
    employer = EmployerFactory()
    url = reverse("employers:employer_archive", args=[employer.pk])
    assert working.get(url).status_code == 302
    assert Employer.objects.kept().exists()
    working.post(url)
    assert not Employer.objects.kept().exists()
    assert "Arkiverad" in working.get(employer.get_absolute_url()).content.decode()


def test_workplaces_and_persons(working: Client) -> None:
    employer = EmployerFactory()
    url = employer.get_absolute_url()
    working.post(f"{url}arbetsplatser/ny/", {"name": "Köket", "market": "regular"})
    workplace = employer.workplaces.get()
    values = {"name": "Köket", "market": "own", "is_archived": "on"}
    working.post(f"/arbetsplatser/{workplace.pk}/andra/", values)
    workplace.refresh_from_db()
    assert (workplace.market, bool(workplace.archived_at)) == ("own", True)
    working.post(f"{url}kontaktpersoner/ny/", {"name": "Kim", "role": "Kock"})
    person = employer.persons.get()
    working.post(f"/kontaktpersoner/{person.pk}/andra/", {"name": "Kim", "is_archived": "on"})
    person.refresh_from_db()
    assert (person.role, bool(person.archived_at)) == ("", True)
    page = working.get(url).content.decode()
    assert "Används inte" in page and "Inte kvar" in page


def test_a_second_workplace_of_the_same_name_is_told(working: Client) -> None:
    workplace = WorkplaceFactory(name="Köket")
    url = f"{workplace.employer.get_absolute_url()}arbetsplatser/ny/"
    page = working.post(url, {"name": "Köket", "market": "regular"}).content.decode()
    assert "Arbetsplatsen finns redan hos arbetsgivaren." in page
