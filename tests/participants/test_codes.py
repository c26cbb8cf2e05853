"""Code lists: the files, taking them in, the bridges, the administrator's pages."""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core.imports import actions as imports
from stegvis.core.models import AuditEvent
from stegvis.participants import bridges
from stegvis.participants.actions import codes
from stegvis.participants.bridges import EsfEducation, KoladaEducation
from stegvis.participants.enums import CodeScheme
from stegvis.participants.models import Code
from tests.core.imports.books import read, xlsx
from tests.factories.participants import CodeFactory

pytestmark = pytest.mark.django_db
HEAD = ["lista", "utgåva", "kod", "benämning", "ordning"]


def rows(name: str) -> list[dict[str, str]]:
    with (codes.FILES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the files ---


def test_every_file_is_one_edition_of_a_list_that_exists() -> None:
    for path in codes.FILES.glob("*.csv"):
        scheme, _, edition = path.stem.partition("-")
        assert scheme in CodeScheme.values
        found = rows(path.stem)
        assert {(row["scheme"], row["edition"]) for row in found} == {(scheme, edition)}
        assert max(Counter(row["code"] for row in found).values()) == 1
        assert all(row["label"] == row["label"].strip() != "" for row in found)


def test_every_list_has_a_file() -> None:
    assert {path.stem.split("-")[0] for path in codes.FILES.glob("*.csv")} == {*CodeScheme.values}


def test_each_occupation_has_the_group_above_it() -> None:
    known = {row["code"] for row in rows("ssyk-2012")}
    assert [code for code in known if len(code) > 1 and code[:-1] not in known] == []
    assert Counter(map(len, known)) == {1: 10, 2: 46, 3: 148, 4: 429}


def test_sections_of_sni_2007_have_their_divisions() -> None:
    found = Counter(len(row["code"]) for row in rows("sni-2007"))
    assert found == {1: 21, 2: 88}


def test_a_letter_means_one_thing_in_sni_2007_and_another_in_2025() -> None:
    codes.load(by=None)
    old, new = (Code.objects.get(scheme="sni", edition=e, code="N") for e in ("2007", "2025"))
    assert old.label.startswith("Uthyrning") and new.label.startswith("Verksamhet inom juridik")


def test_sfi_courses_follow_the_three_paths() -> None:
    assert [row["code"] for row in rows("sfi-1")] == [
        *("1A", "1B", "1C", "1D", "2B", "2C", "2D", "3C", "3D")
    ]


# --- taking them in ---


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "sfi", "1", [("1A", "Kurs A"), ("1B", "Kurs B")])
    return tmp_path


def write(folder: Path, scheme: str, edition: str, found: list[tuple[str, str]]) -> None:
    lines = ["scheme,edition,code,label,position"]
    lines += [f"{scheme},{edition},{code},{label},{n}" for n, (code, label) in enumerate(found, 1)]
    (folder / f"{scheme}-{edition}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_same_files_again_change_nothing(administrator: User) -> None:
    first = codes.load(by=administrator)
    assert first.added == Code.objects.count() > 800
    assert codes.load(by=administrator) == codes.Loaded()
    event = AuditEvent.objects.get(action="codes.loaded")
    assert event.by == administrator and "ssyk-2012" in event.object_label


def test_a_load_takes_new_words_and_archives_what_is_gone(folder: Path) -> None:
    codes.load(by=None, folder=folder)
    write(folder, "sfi", "1", [("1B", "Kurs B ny"), ("1C", "Kurs C")])
    assert codes.load(by=None, folder=folder) == codes.Loaded(added=1, changed=1, archived=1)
    found = {code.code: code for code in Code.objects.all()}
    assert found["1A"].archived_at and found["1A"].label == "Kurs A"
    assert (found["1B"].label, found["1B"].position) == ("Kurs B ny", 1)
    assert codes.load(by=None, folder=folder) == codes.Loaded()


def test_a_load_leaves_own_codes_and_what_an_administrator_archived(folder: Path) -> None:
    codes.load(by=None, folder=folder)
    own = codes.add(by=None, scheme="sfi", edition="1", code="X", label="Egen")
    codes.archive(code=Code.objects.get(code="1A"), by=None)
    assert codes.load(by=None, folder=folder) == codes.Loaded()
    own.refresh_from_db()
    assert own.archived_at is None and own.is_local
    assert Code.objects.get(code="1A").archived_at


def test_a_code_that_the_list_takes_up_is_no_longer_own(folder: Path) -> None:
    codes.add(by=None, scheme="sfi", edition="1", code="1A", label="Vår kurs")
    assert codes.load(by=None, folder=folder) == codes.Loaded(added=1, changed=1)
    assert not Code.objects.get(code="1A").is_local


def test_the_number_of_queries_follows_the_files_not_the_codes(
    folder: Path, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    few = count_queries(lambda: codes.load(by=None, folder=folder))
    write(folder, "sfi", "1", [(f"C{n}", f"Kurs {n}") for n in range(60)])
    Code.objects.all().delete()
    assert count_queries(lambda: codes.load(by=None, folder=folder)) == few


def test_the_command_tells_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("codes")
    assert f"Tillagda: {Code.objects.count()}." in capsys.readouterr().out


# --- own codes ---


def test_an_own_code_stands_last_and_once(administrator: User) -> None:
    CodeFactory(position=7, code="1")
    own = codes.add(by=administrator, scheme="ssyk", edition="2012", code="1x", label="Vår")
    assert own.is_local and own.position == 8
    with pytest.raises(ValidationError, match="finns redan"):
        codes.add(by=administrator, scheme="ssyk", edition="2012", code="1x", label="Vår igen")


def test_what_a_code_means_does_not_move(administrator: User) -> None:
    code = CodeFactory(label="Kock", code="5120")
    codes.change(code=code, by=administrator, label="Kockar")
    assert AuditEvent.objects.get().changes == {"label": ["Kock", "Kockar"]}
    with pytest.raises(ValidationError, match="Lägg till en ny kod"):
        codes.change(code=code, by=administrator, edition="2030")
    codes.change(code=code, by=administrator, label="Kockar")
    assert AuditEvent.objects.count() == 1


def test_an_archived_code_can_be_put_back(administrator: User) -> None:
    code = CodeFactory()
    assert codes.archive(code=code, by=administrator).archived_at
    assert Code.objects.of(CodeScheme.OCCUPATION).count() == 0
    assert codes.archive(code=code, by=administrator).archived_at is None
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["code.archived", "code.restored"]


# --- the bridges ---


def test_every_level_of_education_has_a_group_in_kolada_and_in_esf() -> None:
    sun = {("sun", "2020", row["code"]) for row in rows("sun-2020")}
    assert {*bridges.KOLADA} == {*bridges.ESF} == sun


@pytest.mark.parametrize(
    ("code", "kolada", "esf"),
    [
        ("00", KoladaEducation.NOT_FINISHED, EsfEducation.LOW),
        ("10", KoladaEducation.NOT_FINISHED, EsfEducation.LOW),
        ("20", KoladaEducation.COMPULSORY, EsfEducation.LOW),
        ("31", KoladaEducation.COMPULSORY, EsfEducation.MIDDLE),
        ("33", KoladaEducation.UPPER_SECONDARY, EsfEducation.MIDDLE),
        ("41", KoladaEducation.POST_SECONDARY, EsfEducation.MIDDLE),
        ("52", KoladaEducation.POST_SECONDARY, EsfEducation.HIGH),
        ("64", KoladaEducation.POST_SECONDARY, EsfEducation.HIGH),
    ],
)
def test_levels_at_the_borders(code: str, kolada: str, esf: str) -> None:
    level = Code(scheme="sun", edition="2020", code=code)
    assert (bridges.kolada_education(level), bridges.esf_education(level)) == (kolada, esf)


def test_what_is_not_known_is_its_own_group() -> None:
    own = Code(scheme="sun", edition="2020", code="annat")
    other_edition = Code(scheme="sun", edition="2030", code="20")
    for code in (None, own, other_edition):
        assert bridges.kolada_education(code) == KoladaEducation.MISSING
        assert bridges.esf_education(code) is None


# --- a file of somebody's own ---


def take_in(by: User, *found: list[object]) -> str:
    batch = imports.preview(books=[read(xlsx({"koder": [HEAD, *found]}))], by=by)
    return imports.accept(batch=batch, by=by).message


def test_a_newer_edition_is_read_from_a_file(administrator: User) -> None:
    lines = [["SSYK", "2030", "9412", "Köksbiträden", 1], ["SSYK", "2030", "9413", "Kafé", None]]
    take_in(administrator, *lines)
    found = Code.objects.filter(edition="2030")
    assert [(code.code, code.position, code.is_local) for code in found] == [
        ("9412", 1, False),
        ("9413", 2, False),
    ]
    batch = imports.preview(books=[read(xlsx({"koder": [HEAD, *lines]}))], by=administrator)
    assert batch.counts == {"koder": {"unchanged": 2}}


def test_a_file_changes_words_and_keeps_the_place_it_does_not_tell(administrator: User) -> None:
    CodeFactory(edition="2012", code="9412", label="Gammalt", position=5)
    take_in(administrator, ["SSYK", "2012", "9412", "Nytt", None])
    code = Code.objects.get()
    assert (code.label, code.position) == ("Nytt", 5)


# --- the pages ---


@pytest.fixture
def admin(administrator: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(administrator)


def test_the_lists_and_how_many_codes_they_have(admin: Client) -> None:
    CodeFactory(), CodeFactory(is_local=True), CodeFactory(edition="2030")
    page = admin.get(reverse("participants:scheme_list")).content.decode()
    assert "2012, 2030" in page and "Språk" in page


def test_codes_are_searched_and_paged(admin: Client) -> None:
    CodeFactory(code="5120", label="Kockar"), CodeFactory(code="9111", label="Städare")
    url = reverse("participants:code_list", args=["ssyk"])
    page = admin.get(url, {"q": "kock"}, headers={"HX-Request": "true"}).content.decode()
    assert "Kockar" in page and "Städare" not in page and "<html" not in page
    assert "Städare" in admin.get(url, {"q": "91"}).content.decode()
    assert admin.get(reverse("participants:code_list", args=["annat"])).status_code == 404


def test_codes_are_filtered_by_edition_and_state(admin: Client) -> None:
    CodeFactory(label="Gammal", archived_at="2025-01-01T00:00Z")
    CodeFactory(label="Egen kod", is_local=True), CodeFactory(label="Bagare", edition="2030")
    url = reverse("participants:code_list", args=["ssyk"])

    def shown(**asked: str) -> list[str]:
        page = admin.get(url, asked).content.decode()
        return [label for label in ("Gammal", "Egen kod", "Bagare") if f">{label}" in page]

    assert shown() == ["Egen kod", "Bagare"]
    assert shown(show="archived") == ["Gammal"]
    assert shown(show="local") == ["Egen kod"]
    assert shown(show="all", edition="2030") == ["Bagare"]


def test_an_administrator_adds_changes_and_archives_an_own_code(admin: Client) -> None:
    CodeFactory(position=3)
    url = reverse("participants:code_create", args=["ssyk"])
    assert 'value="2012"' in admin.get(url).content.decode()
    fields = {"edition": "2012", "code": "vv", "label": "Vaktmästare i skola"}
    admin.post(url, fields)
    own = Code.objects.get(code="vv")
    assert own.is_local and own.position == 4
    assert "finns redan" in admin.post(url, fields).content.decode()
    admin.post(reverse("participants:code_edit", args=[own.pk]), {"label": "Nytt", "position": 1})
    admin.post(reverse("participants:code_archive", args=[own.pk]))
    own.refresh_from_db()
    assert own.label == "Nytt" and own.archived_at


def test_the_words_of_a_list_are_not_changed_by_hand(admin: Client) -> None:
    code = CodeFactory(is_local=False)
    assert admin.get(reverse("participants:code_edit", args=[code.pk])).status_code == 404
