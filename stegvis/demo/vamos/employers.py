"""The employers of the cohort: 18 workplaces on the regular market, the partner's own five, and 27
more that were asked."""

from datetime import date, timedelta
from itertools import cycle
from random import Random

from stegvis.accounts.models import User
from stegvis.demo.vamos import cohort
from stegvis.demo.vamos.places import OTHERS, PARTNER, PARTNER_PLACES, WORKPLACES
from stegvis.employers.actions import contacts, employers, workplaces
from stegvis.employers.enums import ContactMode, ContactResult, EmployerSize, Market
from stegvis.employers.models import Employer, Workplace
from stegvis.organisations.models import Unit
from stegvis.participants.enums import CodeScheme
from stegvis.participants.models import Code


class Employers:
    """Hands out workplaces in turn, so that each of them is used."""

    def __init__(self, *, by: User, unit: Unit) -> None:
        self.by, self.unit, self.chance = by, unit, Random(cohort.SEED)
        occupations = Code.objects.of(CodeScheme.OCCUPATION)
        self._codes = {code.code: code for code in occupations if len(code.code) == 2}
        self._occupation: dict[int, Code | None] = {}
        regular = [self._regular(place) for place in WORKPLACES]
        self._shop = regular[0]
        self._regular_turn, self._own_turn = cycle(regular), cycle(self._partner())
        for name in OTHERS:
            self._asked(name)

    def regular(self) -> Workplace:
        return next(self._regular_turn)

    def own(self) -> Workplace:
        return next(self._own_turn)

    def shop(self) -> Workplace:
        """The shop in the partner's network that employed one from the pool."""
        return self._shop

    def occupation(self, workplace: Workplace) -> Code | None:
        return self._occupation.get(workplace.pk)

    def _regular(self, place: object) -> Workplace:
        industry = Code.objects.of(CodeScheme.INDUSTRY).filter(edition="2007", code=place.industry)  # type: ignore[attr-defined]
        employer = employers.create(
            by=self.by,
            name=place.name,  # type: ignore[attr-defined]
            industry=industry.first(),
            size=self.chance.choice((EmployerSize.MICRO, EmployerSize.SMALL, EmployerSize.MEDIUM)),
            network=place.network,  # type: ignore[attr-defined]
        )
        self._visit(employer, ContactResult.OFFERS_PLACE)
        return self._workplace(employer, place.name, place.area, place.occupation, Market.REGULAR)  # type: ignore[attr-defined]

    def _partner(self) -> list[Workplace]:
        partner = employers.create(by=self.by, name=PARTNER, size=EmployerSize.LARGE)
        return [
            self._workplace(partner, name, area, occupation, Market.OWN)
            for name, occupation, area in PARTNER_PLACES
        ]

    def _workplace(
        self, employer: Employer, name: str, area: str, occupation: str, market: Market
    ) -> Workplace:
        made = workplaces.add(employer=employer, by=self.by, name=name, place=area, market=market)
        self._occupation[made.pk] = self._codes.get(occupation)
        return made

    def _asked(self, name: str) -> None:
        employer = employers.create(by=self.by, name=name, size=EmployerSize.SMALL)
        result = (ContactResult.INTERESTED, ContactResult.NOT_NOW, ContactResult.STUDY_VISIT)
        self._visit(employer, self.chance.choice(result))

    def _visit(self, employer: Employer, result: ContactResult) -> None:
        day = cohort.STARTS_ON + timedelta(days=self.chance.randint(10, 480))
        contacts.log(
            employer=employer,
            by=self.by,
            unit=self.unit,
            on=min(day, date(2022, 10, 31)),
            mode=self.chance.choice((ContactMode.VISIT, ContactMode.VISIT, ContactMode.PHONE)),
            result=result,
        )
