# ruff: noqa: E501  (a row of the tables is a line)
"""The 25 interventions of 2024 as text: the figures that the printed report was made of.

Facts typed from the annual report; providers are left out. The summer intervention counts 85
persons, not 223 person-weeks. Of the first modules 43 persons completed; 87 starts were made.
"""

INTERVENTIONS = """
intervention_id | reference_number | title                            | unit_code | unit_group | category         | category_order | contract_form | starts_on  | ends_on
KC-01           | 0771/22          | Språkcirkel, första avtalet      | KC        | KC         | Språk            | 1              | framework     | 2022-09-01 | 2024-08-30
KC-02           | 1886/24          | Språkcirkel, andra avtalet       | KC        | KC         | Språk            | 1              | framework     | 2024-09-01 | 2025-03-31
KC-03           | 0643/24          | Språka 1, nr 2                   | KC        | KC         | Språk            | 1              | internal      | 2024-03-04 | 2024-06-30
KC-04           | 1899/24          | Språka 1, nr 3                   | KC        | KC         | Språk            | 1              | internal      | 2024-10-28 | 2025-03-31
KC-05           | 0143/24          | Talang lokalvård                 | KC        | KC         | Yrkesinriktad    | 2              | framework     | 2024-02-05 | 2024-05-31
KC-06           | 0141/24          | Talang lager med truckkort       | KC        | KC         | Yrkesinriktad    | 2              | framework     | 2024-02-05 | 2024-05-31
KC-07           | 0535/23          | Kökssteget steg 1, våren         | KC        | KC         | Yrkesinriktad    | 2              | internal      | 2023-11-06 | 2024-06-21
KC-08           | 0417/24          | Branschintro                     | KC        | KC         | Yrkesinriktad    | 2              | internal      | 2024-02-15 | 2024-12-31
KC-09           | 0460/24          | Kökssteget steg 1, hösten        | KC        | KC         | Yrkesinriktad    | 2              | internal      | 2024-04-01 | 2024-11-29
KC-10           | 1375/24          | Språka digitalt                  | KC        | KC         | Språk            | 1              | internal      | 2024-09-01 | 2025-08-31
CFA-01          | 1861/21          | Jobb och studieinsats nr 3       | CFA 2     | CFA        | Kompetenshöjande | 3              | framework     | 2022-03-01 | 2025-01-31
CFA-02          | 1730/24          | Hälsostärkande insats            | CFA 1     | CFA        | Hälsa            | 4              | framework     | 2024-09-01 | 2024-12-31
CFA-03          | 0904/23          | Startsträckan 3, hälsa           | CFA 1     | CFA        | Hälsa            | 4              | framework     | 2023-09-01 | 2024-06-30
CFA-04          | 0905/23          | Startsträckan 3, arbetsmarknad   | CFA 1     | CFA        | Kompetenshöjande | 3              | framework     | 2023-09-01 | 2024-06-30
CFA-05          | 1641/24          | Startsträckan 4, hälsa           | CFA 1     | CFA        | Hälsa            | 4              | framework     | 2024-10-07 | 2024-12-31
CFA-06          | 1757/24          | Startsträckan 4, arbetsmarknad   | CFA 1     | CFA        | Kompetenshöjande | 3              | framework     | 2024-10-07 | 2024-12-31
CFA-07          | 0758/24          | Sommarinsats                     | CFA       | CFA        | Hälsa            | 4              | framework     | 2024-07-08 | 2024-08-30
CFA-08          | 1241/23          | Arbetslivets moduler nr 2        | CFA 1     | CFA        | Kompetenshöjande | 3              | framework     | 2023-08-28 | 2024-07-05
CFA-09          | 1710/24          | Arbetslivets moduler nr 3        | CFA 1     | CFA        | Kompetenshöjande | 3              | framework     | 2024-08-01 | 2024-12-31
CFA-10          | 0739/24          | Språka 2, nr 2                   | CFA 2     | CFA        | Språk            | 1              | internal      | 2024-03-25 | 2024-06-30
CFA-11          | 0800/22          | Preventiv och stärkande insats   | CFA 1     | CFA        | Att hantera      | 5              | direct_award  | 2022-10-17 | 2024-09-14
CFA-12          | 0011/23          | Preventiv insats, erfarenheter   | CFA       | CFA        | Att hantera      | 5              | other         | 2023-02-15 | 2025-02-14
CFA-13          | 0338/23          | Preventiv insats, aggressioner   | CFA       | CFA        | Att hantera      | 5              | direct_award  | 2023-03-01 | 2024-12-31
CFA-14          | 0872/23          | Peer support                     | CFA       | CFA        | Peer support     | 6              | other         | 2023-09-01 | 2025-02-28
CFA-15          | 1514/24          | Samtalsinsats för arbetstagare   | CFA       | CFA        | Språk            | 1              | direct_award  | 2024-09-01 | 2024-12-31
"""

YEARS = """
intervention_id | registered | no_show | started | dropped_out | completed | started_basis | completed_basis | planned_total | outcome_year
KC-01           |            |         | 157     | 22          | 135       | reported      | reported        | 551 000       | 551 000
KC-02           |            |         | 64      | 12          | 52        | reported      | reported        | 264 000       | 264 000
KC-03           |            |         | 19      | 3           | 16        | reported      | reported        | 915 000       | 915 000
KC-04           |            |         | 16      | 2           | 14        | reported      | reported        | 915 000       | 488 000
KC-05           | 6          |         | 5       | 0           | 5         | reported      | reported        | 79 000        | 78 000
KC-06           |            |         | 5       | 0           | 5         | reported      | reported        | 95 000        | 78 000
KC-07           |            |         | 7       | 2           | 5         | reported      | reported        | 536 000       | 308 000
KC-08           |            |         | 4       | 0           | 4         | reported      | reported        | 214 000       | 43 000
KC-09           |            |         | 4       | 0           | 4         | reported      | reported        | 337 000       | 337 000
KC-10           |            |         | 63      | 0           | 63        | reported      | reported        | 469 000       | 469 000
CFA-01          |            |         | 110     | 5           | 105       | reported      | reported        | 650 000       | 750 000
CFA-02          |            |         | 22      | 4           | 18        | reported      | reported        | 144 000       | 136 000
CFA-03          | 37         |         | 34      | 13          | 21        | reported      | reported        | 12 500        | 12 500
CFA-04          |            |         | 34      | 13          | 21        | reported      | reported        | 15 500        | 15 500
CFA-05          |            |         | 31      | 0           | 31        | reported      | reported        | 83 000        | 83 000
CFA-06          |            |         | 31      | 0           | 31        | reported      | reported        | 39 000        | 40 000
CFA-07          |            |         | 85      |             | 85        | persons       | persons         | 600 000       | 482 000
CFA-08          | 132        | 45      | 87      |             | 43        | reported      | persons         | 31 000        | 31 000
CFA-09          | 50         | 27      | 36      |             | 36        | derived       | reported        | 21 000        | 21 000
CFA-10          |            |         | 14      |             | 14        | reported      | reported        | 425 000       | 425 000
CFA-11          |            |         | 12      | 4           | 8         | reported      | reported        | 450 000       | 300 000
CFA-12          |            |         | 11      |             | 11        | reported      | reported        | 264 000       | 276 000
CFA-13          |            |         | 11      | 1           | 10        | summed        | summed          | 78 000        | 73 000
CFA-14          |            |         | 21      |             | 10        | summed        | summed          | 1 450 000     | 1 450 000
CFA-15          |            |         | 20      | 0           | 20        | reported      | reported        | 36 000        | 36 000
"""

DISCREPANCIES = """
intervention_id | measure   | figure | alternative
CFA-08          | completed | 43     | 87
CFA-14          | completed | 10     | 21
CFA-09          | started   | 36     | 23
CFA-07          | started   | 85     | 223
"""

PUBLISHED = """
unit_group | measure                        | as_written            | value     | precision | source
KC         | insatser                       | 10                    | 10        | 1         | kapitel 6.1
CFA        | insatser                       | 15                    | 15        | 1         | kapitel 6.1
           | insatser                       | 25                    | 25        | 1         | kapitel 6.1
KC         | startade                       | 344                   | 344       | 1         | kapitel 6.1
CFA        | startade                       | 559                   | 559       | 1         | kapitel 6.1
           | startade                       | 903                   | 903       | 1         | kapitel 6.1
KC         | fullföljda                     | 303                   | 303       | 1         | kapitel 6.1
CFA        | fullföljda                     | 519                   | 519       | 1         | kapitel 6.1
           | fullföljda                     | 822                   | 822       | 1         | kapitel 6.1
           | fullföljda                     | drygt 800             | 800       | 100       | kapitel 1
KC         | kostnad                        | ca 3,5 miljoner       | 3 500 000 | 100 000   | kapitel 6.1
CFA        | kostnad                        | ca 4,2 miljoner       | 4 200 000 | 100 000   | kapitel 6.1
           | kostnad                        | ca 7,7 miljoner       | 7 700 000 | 100 000   | kapitel 6.1
           | kategori: Språk                | 7                     | 7         | 1         | kapitel 6.1
           | avtalsform: ramavtal           | ungefär en tredjedel  | 0.333     | 0.1       | kapitel 4
           | avtalsform: överenskommelse    | en tredjedel          | 0.333     | 0.1       | kapitel 4
           | avtalsform: direktupphandling  | en tredjedel          | 0.333     | 0.1       | kapitel 4
"""

TEXTS = {
    "interventions": INTERVENTIONS,
    "intervention_years": YEARS,
    "discrepancies": DISCREPANCIES,
    "published_figures": PUBLISHED,
}
