"""More ways of recommending, and of not recommending: firms, regions, letters, tables of contents, follow-ups. All texts are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

import kfi_analysis as kfi
from kfi_analysis.findings import recommendations

CASES = {
    "dashes after a summary": (
        """Sammanfattning

Revisorerna i Granby kommun har gett oss i uppdrag att granska fakturahanteringen. Vår slutsats är att den interna kontrollen är svag.

Utifrån vår slutsats rekommenderar vi kommunstyrelsen att:

— Se över behörigheterna i ekonomisystemet.

— Införa en fullständig attestförteckning.

Inledning

Det är väsentligt att fakturor kontrolleras före betalning.
""",
        [(["kommunstyrelsen"], "Se över"), (["kommunstyrelsen"], "Införa en")],
    ),
    "arrows": (
        """Vi rekommenderar socialnämnden att:

► Tydliggöra ansvaret för avvikelser
► Säkerställa att genomförandeplaner finns
""",
        [(["socialnämnden"], "Tydliggöra"), (["socialnämnden"], "Säkerställa")],
    ),
    "items that name their own body": (
        """Efter genomförd granskning lämnas följande rekommendationer:

● Att kommunstyrelsen fastställer en tidplan.
● Att miljö- och byggnämnden redovisar handläggningstiderna.
""",
        [(["kommunstyrelsen"], "Att kommunstyrelsen"), (["miljö- och byggnämnden"], "Att miljö- och")],
    ),
    "clauses that name their own body": (
        """Vi rekommenderar att:

- regionstyrelsen tar fram en gemensam modell,
- hälso- och sjukvårdsnämnden följer upp vårdgarantin.
""",
        [(["regionstyrelsen"], "regionstyrelsen tar"), (["hälso- och sjukvårdsnämnden"], "hälso- och")],
    ),
    "letter with numbered duties and a wish for an answer": (
        """Till kommunstyrelsen

Revisorerna har låtit granska bredbandsutbyggnaden. Vi lämnar följande rekommendationer:

1. Kommunstyrelsen bör besluta om en ny strategi.

2. Kommunstyrelsen bör pröva samverkan med grannkommunerna.

Revisorerna önskar svar senast den 15 maj på vilka åtgärder som kommunstyrelsen avser att vidta.

För kommunens revisorer
""",
        [(["kommunstyrelsen"], "Kommunstyrelsen bör besluta"), (["kommunstyrelsen"], "Kommunstyrelsen bör pröva")],
    ),
    "no recommendations": (
        """Bedömning

Verksamheten sköts väl. Granskningen föranleder inga rekommendationer. Vi lämnar därför inga rekommendationer till nämnden.
""",
        [],
    ),
    "a list announced with below": (
        """Slutsatser

Granskningen har resulterat i två rekommendationer till kulturnämnden som framgår nedan.

• Fastställ kriterier för stödet till fria grupper.
• Informera sökande om skälen till avslag.
""",
        [(["kulturnämnden"], "Fastställ"), (["kulturnämnden"], "Informera")],
    ),
    "numbered by word": (
        """Rekommendationer till lokalnämnden

Rekommendation 1: Upprätta en underhållsplan.

Rekommendation 2: Följ upp energianvändningen i skolorna.
""",
        [(["lokalnämnden"], "Upprätta"), (["lokalnämnden"], "Följ upp")],
    ),
    "the following to a body": (
        """Vi rekommenderar valnämnden följande:

- Öka antalet röstmottagare.
- Inför fler utbildningstillfällen.
""",
        [(["valnämnden"], "Öka"), (["valnämnden"], "Inför")],
    ),
    "urging and wanting to recommend": (
        """Vi uppmanar kommunstyrelsen att skyndsamt teckna avtal. Vi vill därför även rekommendera räddningsnämnden att öva
utrymning. Det är vår rekommendation att kommunfullmäktige prövar reglementet.
""",
        [(["kommunstyrelsen"], "Vi uppmanar"), (["räddningsnämnden"], "Vi vill därför"), (["kommunfullmäktige"], "Det är vår")],
    ),
    "sub-headings name the bodies": (
        """Rekommendationer

Kommunstyrelsen

• Stärk uppsikten.

Utbildningsnämnden

• Kartlägg frånvaron.
• Ge rektorerna stöd.

Källor
""",
        [(["kommunstyrelsen"], "Stärk"), (["utbildningsnämnden"], "Kartlägg"), (["utbildningsnämnden"], "Ge rektorerna")],
    ),
    "an answer that repeats what was recommended": (
        """Svar på revisionens granskning

Kommunstyrelsen instämmer i revisionens rekommendation att se över rutinerna. Rutinerna har uppdaterats med anledning av
rekommendationerna. Förvaltningen föreslår att nämnden godkänner svaret.
""",
        [],
    ),
    "readers and inhabitants are no addressees": (
        """Rekommendationer

Vi rekommenderar läsaren att ta del av bilagan. Vi rekommenderar teknik- och fritidsnämnden att mäta vattenförlusterna.
""",
        [(["teknik- och fritidsnämnden"], "Vi rekommenderar teknik")],
    ),
    "contents without leaders": (
        """Innehåll

1. Sammanfattning 2
2. Rekommendationer 9
3. Bilagor 10

Sammanfattning

Kommunen bör, enligt lagen, ha en plan.
""",
        [],
    ),
    "follow-up with status": (
        """Uppföljning av rekommendationer från 2020

• Nämnden rekommenderades att inrätta en jourfunktion. Bedömning: genomfört.
• Nämnden rekommenderades att kartlägga behoven. Bedömning: pågår.

Ny rekommendation

Vi rekommenderar omsorgsnämnden att slutföra kartläggningen.
""",
        [(["omsorgsnämnden"], "Vi rekommenderar omsorgs")],
    ),
    "a duty of the law is none": (
        """Revisionskriterier

Enligt kommunallagen ska nämnden se till att kontrollen är tillräcklig. Av riktlinjen framgår att nämnden bör upprätta en plan.

Iakttagelser

Enhetschefer uppger att nämnden bör tillföra medel.
""",
        [],
    ),
    "a joint company and its board": (
        """Lekmannarevisorerna rekommenderar styrelsen för Sjövatten AB och dess vd att införa en rutin för skyddade uppgifter.
""",
        [(["styrelsen för Sjövatten AB"], "Lekmannarevisorerna rekommenderar")],
    ),
}


@pytest.mark.parametrize("name", list(CASES))
def test_a_way_of_writing(tmp_path: Path, name: str) -> None:
    text, expected = CASES[name]
    path = tmp_path / "granskning.txt"
    path.write_text(text, encoding="utf-8")
    found = recommendations(kfi.read(path)).table
    got = [(row.addressees, row.text[: len(want)]) for row, (_, want) in zip(found.itertuples(), expected, strict=False)]
    assert got == expected, found["text"].tolist()
    assert len(found) == len(expected), found["text"].tolist()


def test_a_table_of_recommendations_has_its_addressees_beside(tmp_path: Path) -> None:
    from docx import Document

    paper = Document()
    paper.add_heading("Bedömning", 1)
    table = paper.add_table(rows=3, cols=3)
    rows = [
        ("Område", "Rekommendation", "Ansvarig"),
        ("Avtal", "Följ upp avtalen varje år.", "Servicenämnden"),
        ("Kontroll", "Inför stickprov av utbetalningarna.", "Socialnämnden"),
    ]
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    paper.save(str(tmp_path / "rapport.docx"))
    corpus = kfi.read(tmp_path / "rapport.docx")
    found = recommendations(corpus).table
    assert list(zip(found["addressees"], found["text"], strict=True)) == [
        (["servicenämnden"], "Följ upp avtalen varje år."),
        (["socialnämnden"], "Inför stickprov av utbetalningarna."),
    ]
    assert [corpus.slice(row.document_id, row.start, row.end) for row in found.itertuples()] == found["text"].tolist()


def test_a_table_of_questions_and_answers_recommends_only_what_it_says(tmp_path: Path) -> None:
    from docx import Document

    paper = Document()
    table = paper.add_table(rows=2, cols=2)
    for cell, text in zip(table.rows[0].cells, ("Revisionsfråga", "Svar"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("Finns en plan?", "Nej. Vi rekommenderar valnämnden att anta en plan."), strict=True):
        cell.text = text
    paper.save(str(tmp_path / "rapport.docx"))
    found = recommendations(kfi.read(tmp_path / "rapport.docx")).table
    assert found["text"].tolist() == ["Vi rekommenderar valnämnden att anta en plan."]


COUNTED_BY_READING = {
    "kompetensforsorjning": (2, ["samtliga granskade nämnder"]),
    "Samordnade": (3, ["samtliga granskade nämnder och styrelser"]),
    "finansiering": (4, ["kommunstyrelsen"]),
    "introduktion": (2, ["grundskolenämnden"]),
    "planer": (0, []),
    "revisionsberattelse": (0, []),
}


@pytest.mark.sources
@pytest.mark.parametrize("name", list(COUNTED_BY_READING))
def test_real_audits_as_counted_by_reading(goteborg_paths: list[Path], name: str) -> None:
    (path,) = [one for one in goteborg_paths if name in one.name]
    corpus = kfi.read(path)
    found = recommendations(corpus).table
    count, addressees = COUNTED_BY_READING[name]
    assert len(found) == count
    assert all(row == addressees for row in found["addressees"])
    for row in found.itertuples():
        assert corpus.slice(row.document_id, row.start, row.end) == row.text
        assert all(corpus.slice(row.document_id, start, end).strip() for start, end in row.repeats)


@pytest.mark.sources
def test_the_study_gives_its_six_once_though_they_stand_twice(boras: kfi.Corpus) -> None:
    found = recommendations(boras).table
    assert len(found) == 6
    assert found["repeats"].map(len).tolist() == [1] * 6
    assert all(row == ["Borås Stad"] for row in found["addressees"])
