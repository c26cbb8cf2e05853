"""Steps 5 and 6: what the provider's pages do when something is sent, with and without htmx."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core.models import Draft
from stegvis.followup.enums import Answer, ReportStatus
from stegvis.followup.models import (
    ProviderReport,
    ReportedResult,
)
from stegvis.interventions.models import Intervention
from tests.factories.followup import (
    ProviderReportFactory,
    ReportedResultFactory,
    ResultFigureFactory,
)
from tests.factories.interventions import ExpectedResultFactory

HTMX = {"HX-Request": "true"}
SignIn = Callable[[User], Client]


def figures(*rows: tuple[object, object, object]) -> dict[str, object]:
    sent = {"tal-TOTAL_FORMS": len(rows), "tal-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        values = zip(("count", "of", "what"), row, strict=True)
        sent |= {f"tal-{place}-{name}": value for name, value in values}
    return sent


def url(name: str, *args: Any) -> str:
    return reverse(f"followup:{name}", args=args)


# --- results ---


def test_an_answer_is_saved_and_the_draft_thrown_away(
    intervention: Intervention, provider_user: User, sign_in: SignIn
) -> None:
    ExpectedResultFactory(intervention=intervention, position=3)
    client = sign_in(provider_user)
    client.post(reverse("core:draft", args=[f"resultat-{intervention.pk}-3"]), {"text": "Halv"})
    sent = {
        "answer": "partly",
        "text": "Tre klarade det.",
        **figures((3, 5, "godkända"), ("", "", "")),
    }
    answer = client.post(url("result_edit", intervention.pk, 3), sent)
    assert answer.url == f"{url('result_list', intervention.pk)}#rad-3"
    result = ReportedResult.objects.get()
    assert (result.expected_result.position, str(result.figures.get())) == (3, "3 av 5 godkända")
    assert Draft.objects.count() == 0


def test_an_answer_with_htmx_swaps_the_row_and_the_count(
    intervention: Intervention, provider_user: User, sign_in: SignIn
) -> None:
    for position in (1, 2):
        ExpectedResultFactory(intervention=intervention, position=position)
    client, where = sign_in(provider_user), url("result_edit", intervention.pk, 1)
    box = client.get(where, headers=HTMX).content.decode()
    assert 'id="rad-1"' in box and "<html" not in box
    row = client.post(where, {"answer": "reached", **figures()}, headers=HTMX).content.decode()
    assert 'id="rad-1"' in row and "<form" not in row
    assert 'hx-swap-oob="true"' in row and "1 av 2 förväntade resultat besvarade" in row
    assert row.count('role="status"') == 1
    assert "messages" not in client.get(url("result_list", intervention.pk)).content.decode()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((6, 5, "godkända"), "Antalet kan inte vara större än det hela."),
        ((3, 5, ""), "Skriv vad siffran räknar."),
        (("", 5, ""), "Skriv antalet, eller töm raden."),
        (("", "", "godkända"), "Skriv antalet, eller töm raden."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_wrong_figure_is_told_beside_it_and_the_text_stays(
    row: tuple[object, object, object],
    message: str,
    headers: dict[str, str],
    intervention: Intervention,
    provider_user: User,
    sign_in: SignIn,
) -> None:
    ExpectedResultFactory(intervention=intervention, position=1)
    sent = {"answer": "reached", "text": "Min långa text", **figures(row)}
    where = url("result_edit", intervention.pk, 1)
    page = sign_in(provider_user).post(where, sent, headers=headers).content.decode()
    assert message in page and "Min långa text" in page
    assert ReportedResult.objects.count() == 0


def test_an_answer_is_opened_with_what_it_says(
    intervention: Intervention, provider_user: User, sign_in: SignIn
) -> None:
    result = ReportedResultFactory(intervention=intervention, expected_result__position=1)
    ResultFigureFactory(reported_result=result)
    page = sign_in(provider_user).get(url("result_edit", intervention.pk, 1)).content.decode()
    assert result.text in page and "fick godkänt i alla moduler" in page


def test_a_result_that_nobody_expected_is_added_changed_and_removed(
    intervention: Intervention, provider_user: User, sign_in: SignIn
) -> None:
    client = sign_in(provider_user)
    create = url("other_result_create", intervention.pk)
    assert "Fyll i det här fältet." in client.post(create, figures()).content.decode()
    client.post(create, {"answer": "reached", "text": "Yogan gick hem.", **figures()})
    change = url("other_result_edit", intervention.pk, 1)
    client.post(change, {"answer": "partly", "text": "Yogan gick hem.", **figures()})
    assert ReportedResult.objects.get().answer == Answer.PARTLY
    remove = url("other_result_remove", intervention.pk, 1)
    client.get(remove)
    assert ReportedResult.objects.count() == 1
    client.post(remove)
    assert ReportedResult.objects.count() == 0


def test_a_handed_in_report_has_no_answer_buttons(
    intervention: Intervention, provider_user: User, sign_in: SignIn
) -> None:
    ExpectedResultFactory(intervention=intervention, position=1)
    ProviderReportFactory(intervention=intervention, status=ReportStatus.SUBMITTED)
    client, where = sign_in(provider_user), url("result_edit", intervention.pk, 1)
    assert where not in client.get(url("result_list", intervention.pk)).content.decode()
    refused = client.post(where, {"answer": "reached", **figures()}).content.decode()
    assert "Rapporten är inlämnad." in refused


# --- the report ---


def test_a_conflict_keeps_the_writers_text_and_shows_the_other(
    intervention: Intervention, provider_user: User, planner: User, sign_in: SignIn
) -> None:
    where = url("report_edit", intervention.pk)
    client = sign_in(provider_user)
    opened = client.get(where).context["form"].initial["version"]
    client.post(where, {"delivery": "Kollegans text", "version": opened})
    late = client.post(where, {"delivery": "Min text", "version": opened}).content.decode()
    assert "Min text" in late and "Kollegans text" in late and "Någon annan" in late
    assert ProviderReport.objects.get().delivery == "Kollegans text"
    client.post(where, {"delivery": "Båda texterna", "version": 1})
    assert ProviderReport.objects.get().delivery == "Båda texterna"


def test_the_way_of_a_report(
    intervention: Intervention, provider_user: User, planner: User, sign_in: SignIn
) -> None:
    """Handed in, handed back with a comment, mended, handed in again and accepted."""
    ReportedResultFactory(intervention=intervention)
    client = sign_in(provider_user)
    client.post(url("report_edit", intervention.pk), {"version": 0, "delivery": "Bra"})
    submit = url("report_move", intervention.pk, "submit")
    assert "Deltagarnas utvärdering är inte skriven." in client.post(submit).content.decode()
    client.post(url("report_edit", intervention.pk), {"version": 1, "participants_view": "Nöjda"})
    client.post(submit)
    client = sign_in(planner)
    back = url("report_move", intervention.pk, "hand_back")
    assert "Fyll i det här fältet." in client.post(back, {"comment": ""}).content.decode()
    client.post(back, {"comment": "Skriv mer om gruppen."})
    client = sign_in(provider_user)
    page = client.get(url("report_detail", intervention.pk)).content.decode()
    assert page.count("Skriv mer om gruppen.") == 2  # at the top, and in the history
    client.post(submit)
    client = sign_in(planner)
    client.post(url("report_move", intervention.pk, "accept"), {"presented_on": "2025-03-01"})
    page = client.get(url("report_detail", intervention.pk))
    assert [(moment.round, moment.label) for moment in page.context["history"]] == [
        (1, "Lämnades in"),
        (1, "Lämnades tillbaka"),
        (2, "Lämnades in"),
        (2, "Togs emot"),
    ]
    assert ProviderReport.objects.get().presented_on == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2025-03-04", "Dagen har inte varit än."),
        ("2024-01-31", "före insatsens början, 2024-02-01"),
        ("i fredags", "år-månad-dag"),
    ],
)
def test_the_day_it_was_presented(
    day: str, message: str, intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    ProviderReportFactory(intervention=intervention, status=ReportStatus.SUBMITTED)
    where = url("report_move", intervention.pk, "accept")
    assert message in sign_in(planner).post(where, {"presented_on": day}).content.decode()
    assert ProviderReport.objects.get().status == ReportStatus.SUBMITTED
