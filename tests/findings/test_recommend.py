"""Recommendations as audit firms and city auditors write them: found with their addressees, and nothing else.

All texts are made up; each shows a way of writing, not a report.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import kfi_analysis as kfi
from kfi_analysis.errors import SettingError
from kfi_analysis.findings import recommendations

CASES = {
    "list after a colon, bullets that begin with a verb": (
        """Revisionsrapport

Granskning av lokalförsörjning

Sammanfattande bedömning

Vår samlade bedömning är att kommunstyrelsen delvis har säkerställt en ändamålsenlig lokalförsörjning.

Mot bakgrund av granskningen rekommenderar vi kommunstyrelsen att:

• upprätta en plan för underhållet av skolans lokaler
• tydliggöra vem som beslutar om förhyrningar
• följa upp kostnaderna varje tertial

Bakgrund

Kommunen äger cirka 200 byggnader. Det är viktigt att underhållet planeras och nämnden bör ha en god bild av behoven.
""",
        [
            (["kommunstyrelsen"], "upprätta en plan"),
            (["kommunstyrelsen"], "tydliggöra vem"),
            (["kommunstyrelsen"], "följa upp"),
        ],
    ),
    "two lists to two boards": (
        """Slutsatser och rekommendationer

Utifrån genomförd granskning lämnar vi följande rekommendationer till socialnämnden:

1. Säkerställ att avtalen med utförarna följs upp årligen.
2. Inför en rutin för avvikelser.

Vi lämnar följande rekommendationer till barn- och utbildningsnämnden:

1. Utveckla elevhälsans förebyggande arbete.
""",
        [
            (["socialnämnden"], "Säkerställ att avtalen"),
            (["socialnämnden"], "Inför en rutin"),
            (["barn- och utbildningsnämnden"], "Utveckla elevhälsans"),
        ],
    ),
    "passive sentences, one in inverted order": (
        """Bedömning

Rutinerna är inte kända i verksamheten. Därför rekommenderas tekniska nämnden att utbilda de ansvariga cheferna. Miljönämnden rekommenderas
även att se över sina taxor. Tillsynen följer den plan som rekommenderas av Naturvårdsverket.
""",
        [(["tekniska nämnden"], "Därför rekommenderas"), (["miljönämnden"], "Miljönämnden rekommenderas")],
    ),
    "the addressee inside the clause": (
        """Revisorerna rekommenderar att kultur- och fritidsnämnden tar fram mål för bidragen till föreningar. Vår rekommendation är att
kommunstyrelsen inrättar en gemensam funktion för visselblåsning.
""",
        [(["kultur- och fritidsnämnden"], "Revisorerna rekommenderar"), (["kommunstyrelsen"], "Vår rekommendation")],
    ),
    "advice of others is not the report's": (
        """Bakgrund

Socialstyrelsen rekommenderar kommunerna att ha en samordnare. Enligt Folkhälsomyndighetens rekommendationer ska lokalerna vädras.
SKR rekommenderar nämnder att anta en policy. Nämnden har följt de rekommendationer som gäller. Under våren rekommenderades invånarna att
stanna hemma. RKR:s rekommendation R5 har inte tillämpats. Förvaltningen rekommenderar nämnden att avslå ansökan.
""",
        [],
    ),
    "old recommendations and their follow-up": (
        """Uppföljning av tidigare granskning

I granskningen 2019 lämnades följande rekommendationer till kommunstyrelsen:

- ta fram en strategi för digitalisering
- pröva avtalen på nytt

Kommunstyrelsen har vidtagit åtgärder med anledning av rekommendationerna.

Rekommendationer

Vi rekommenderar kommunstyrelsen att fullfölja arbetet med strategin.
""",
        [(["kommunstyrelsen"], "Vi rekommenderar")],
    ),
    "heading with the addressee over a list without": (
        """Granskning av upphandling

Rekommendationer till servicenämnden

- Begränsa direktupphandlingarna.
- Dokumentera skälen till varje val.

Metod

Vi har läst avtal och intervjuat inköpare.
""",
        [(["servicenämnden"], "Begränsa"), (["servicenämnden"], "Dokumentera")],
    ),
    "no addressee in the list: the audited body": (
        """Granskning av intern kontroll

Granskningen har omfattat överförmyndarnämnden.

Rekommendationer

- Inför stickprov av årsräkningarna.
- Skilj på den som handlägger och den som attesterar.

Bilaga 1 Intervjuade
""",
        [(["överförmyndarnämnden"], "Inför stickprov"), (["överförmyndarnämnden"], "Skilj på")],
    ),
    "groups under sub-leads": (
        """Rekommendationer

Vi rekommenderar:

Kommunstyrelsen att

• stärka uppsikten över bolagen

Socialnämnden att

• mäta väntetiderna
""",
        [(["kommunstyrelsen"], "stärka uppsikten"), (["socialnämnden"], "mäta väntetiderna")],
    ),
    "several bodies share a recommendation": (
        """Stadsrevisionen rekommenderar kommunstyrelsen, socialnämnden samt vård- och omsorgsnämnden att enas om en gemensam process för
stöd till unga vuxna.
""",
        [(["kommunstyrelsen", "socialnämnden", "vård- och omsorgsnämnden"], "Stadsrevisionen rekommenderar")],
    ),
    "companies and lay auditors": (
        """Lekmannarevisorn rekommenderar styrelsen för Exempelhus AB att anta en finanspolicy. Bolagets styrelse rekommenderas att pröva
sin arbetsordning årligen.
""",
        [(["styrelsen för Exempelhus AB"], "Lekmannarevisorn"), (["bolagets styrelse"], "Bolagets styrelse")],
    ),
    "given in the letter and again in the report": (
        """Missiv till utbildningsnämnden

Vi rekommenderar nämnden att systematiskt följa upp frånvaron i gymnasieskolan.

Vi emotser ett svar senast den 1 oktober.

Rapport

Frånvaron har ökat.

Samlad bedömning

Utifrån granskningen rekommenderar vi utbildningsnämnden att systematiskt följa upp frånvaron i gymnasieskolan.
""",
        [(["utbildningsnämnden"], "Vi rekommenderar nämnden")],
    ),
    "duty that the next sentence makes a recommendation": (
        """Bedömning

Nämnden för funktionshinder har brister i dokumentationen. Nämnden bör införa egenkontroller på alla boenden. Vi lämnar därför en
rekommendation.
""",
        [(["nämnden för funktionshinder"], "Nämnden bör införa")],
    ),
    "duty alone, where nothing is recommended": (
        """Revisorernas bedömning

Vi bedömer att socialnämnden bör säkerställa att besluten kommuniceras i tid. Verksamheten bedrivs annars ändamålsenligt.
""",
        [(["socialnämnden"], "Vi bedömer att socialnämnden")],
    ),
    "a notice without content": (
        """Årets granskningar

Granskningen visade brister i avtalsuppföljningen. Rekommendationer lämnades till lokalnämnden och trafiknämnden. Läs mer i rapporten.
""",
        [],
    ),
    "contents and explanations of the word": (
        """Innehåll

1 Sammanfattning .................................. 2
2 Rekommendationer ................................ 14

Språkbruk

Revisorernas granskning kan leda till rekommendationer och kritik. Rekommendationer lämnas i syfte att utveckla verksamheten.
""",
        [],
    ),
    "prose under a heading of recommendations": (
        """Borstads kommun

Rekommendationer

Nedan listas några rekommendationer inför det fortsatta arbetet:

Det finns en vana att lösa saker i vardagen. Det är viktigt att den vanan tas till vara när nya planer skrivs.

Övningar har gett effekt. Kommunen bör öva minst en gång om året, också när ingenting har hänt.

Referenser

Holm, A. (2019) Om övning.
""",
        [(["Borstads kommun"], "Det finns en vana"), (["Borstads kommun"], "Övningar har gett effekt")],
    ),
}


def read_text(tmp_path: Path, text: str) -> kfi.Corpus:
    path = tmp_path / "granskning.txt"
    path.write_text(text, encoding="utf-8")
    return kfi.read(path)


@pytest.mark.parametrize("name", list(CASES))
def test_a_way_of_writing(tmp_path: Path, name: str) -> None:
    text, expected = CASES[name]
    found = recommendations(read_text(tmp_path, text)).table
    assert [(row.addressees, row.text[: len(want)]) for row, (_, want) in zip(found.itertuples(), expected, strict=False)] == expected
    assert len(found) == len(expected), found["text"].tolist()


def test_spans_slice_back_and_repeats_are_kept(tmp_path: Path) -> None:
    corpus = read_text(tmp_path, CASES["given in the letter and again in the report"][0])
    (row,) = recommendations(corpus).table.itertuples()
    assert corpus.slice(row.document_id, row.start, row.end) == row.text
    ((start, end),) = row.repeats
    assert "utbildningsnämnden att" in corpus.slice(row.document_id, start, end)


def test_notices_and_duties_are_there_for_those_who_ask(tmp_path: Path) -> None:
    corpus = read_text(tmp_path, CASES["a notice without content"][0])
    (row,) = recommendations(corpus, kinds=["besked"]).table.itertuples()
    assert row.addressees == ["lokalnämnden", "trafiknämnden"]


def test_self_evaluations_recommend_nothing() -> None:
    corpus = kfi.Corpus.from_texts(["Vi rekommenderar kommunstyrelsen att tacka personalen."], source_kind="självvärdering")
    assert len(recommendations(corpus)) == 0


def test_an_empty_corpus_gives_an_empty_table_with_its_columns() -> None:
    table = recommendations(kfi.Corpus.empty()).table
    assert len(table) == 0
    assert {"addressees", "text", "start", "end"} <= set(table.columns)


def test_an_unknown_kind_is_answered_with_the_closest() -> None:
    with pytest.raises(SettingError, match="förslag"):
        recommendations(kfi.Corpus.empty(), kinds=["forslag"])


def test_addressees_are_counted(tmp_path: Path) -> None:
    found = recommendations(read_text(tmp_path, CASES["two lists to two boards"][0]))
    assert found.addressees.values.tolist() == [["socialnämnden", 2], ["barn- och utbildningsnämnden", 1]]
    assert len(found.to("socialnämnden")) == 2
