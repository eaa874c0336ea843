"""A summary as a Word file that people go on writing in: real styles, headings, captions, tables and a table of contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kfi_analysis.numbers import decimal, number, percent, points, pvalue
from kfi_analysis.report.words import words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shared import Length
    from docx.text.paragraph import Paragraph

    from kfi_analysis.report.pictures import Picture

__all__ = ["render_word"]

_EPOCH = datetime(2000, 1, 1)
_TEXT_WIDTH = 16.4
_NARROW = 1.4  # cm: a column of figures of up to four digits
_SHOWN_NODES = 20
_SHOWN_TIES = 30
_LONGEST_QUOTE = 420
_QUOTED = 3
"""Passages shown under each theme; all of them stand in the HTML report and in the sheet of passages."""


def render_word(summary: Mapping[str, Any], pictures: Mapping[str, Picture]) -> bytes:
    """Return the report as a docx file.

    Parameters
    ----------
    summary
        What `report.summary.summarise` made.
    pictures
        Name ("profile", "topics", "network", "comparison") -> picture.
    """
    import docx

    writer = _Writer(docx.Document(), str(summary["language"]))
    writer.front(summary)
    writer.material(summary)
    if summary["themes"]:
        writer.themes(summary, pictures.get("profile"))
    if summary["comparison"]:
        writer.comparison(summary["comparison"], pictures.get("comparison"))
    if summary["topics"]:
        writer.topics(summary["topics"], pictures.get("topics"))
    if summary["actors"]:
        writer.actors(summary["actors"], pictures.get("network"))
    if summary["claims"]:
        writer.claims(summary["claims"])
    if summary["recommendations"] or summary["held"] or summary["areas"]:
        writer.recommendations(summary)
    writer.provenance(summary)
    return writer.saved()


class _Writer:
    """Puts the parts of a summary into one document, counting figures and tables."""

    def __init__(self, document: Document, language: str) -> None:
        self.document = document
        self.language = language
        self.w = words(language)
        self.counted = {"figure": 0, "table": 0}
        self._styles()

    # ---------------------------------------------------------------- the parts

    def front(self, summary: Mapping[str, Any]) -> None:
        properties = self.document.core_properties
        properties.title, properties.author = str(summary["title"]), f"kfi_analysis {summary['provenance']['kfi_analysis']}"
        properties.created = properties.modified = _EPOCH
        properties.language = "sv-SE" if self.language == "sv" else "en-GB"
        self.document.add_paragraph(str(summary["title"]), style="Title")
        self.document.add_paragraph(str(summary["subtitle"]), style="Subtitle")
        self.contents(summary)
        self.heading(self.w["summary"])
        for item in summary["highlights"]:
            self.document.add_paragraph(item["text"], style="List Bullet")

    def contents(self, summary: Mapping[str, Any]) -> None:
        """A field that Word fills in; until then it lists the headings, so that it is never empty."""
        present = [name for name in ("themes", "comparison", "topics", "actors", "claims") if summary[name]]
        if summary["recommendations"] or summary["held"] or summary["areas"]:
            present.append("recommendations")
        lines = [self.w[name] for name in ("summary", "material", *present)] + [self.w["provenance"]]
        self.document.add_paragraph(self.w["contents"], style="TOC Heading")
        paragraph = self.document.add_paragraph()
        _field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', lines)
        self.document.add_paragraph(self.w["contents_hint"], style="Caption")

    def material(self, summary: Mapping[str, Any]) -> None:
        material = summary["material"]
        self.heading(self.w["material"])
        self.document.add_paragraph(self.w["material_word_lead"])
        rows = [[r["source_kind"], r["sources"], r["passages"], self.number(r["words"])] for r in material["by_kind"]]
        self.table(self.w["by_kind_caption"], ("source_kind", "sources", "passages", "words"), rows)
        if material["skipped"]:
            rows = [[s["source"], s["what"], s["reason"], s["count"]] for s in material["skipped"]]
            self.table(self.w["skipped"], ("source", "what", "reason", "count"), rows)
        self.heading(self.w["limits"], 2)
        for line in summary["limits"]:
            self.document.add_paragraph(line, style="List Bullet")

    def themes(self, summary: Mapping[str, Any], picture: Picture | None) -> None:
        themes = summary["themes"]
        self.heading(self.w["themes"])
        self.document.add_paragraph(self.w["themes_lead"])
        self.picture(picture)
        names = {code["code"]: code["short"] for code in themes["codes"]}
        for profile in themes["profiles"]:
            self.heading(profile["label"], 2)
            rows = [[g["group"], g["n"], *(self.cell(g["cells"][code]) for code in names)] for g in profile["groups"]]
            self.table(self.w["profile_caption"], (profile["label"], "n", *names.values()), rows)
        for part in themes["attributes"]:
            self.heading(part["label"], 2)
            rows = [[r["name"], r["n"], *(self.cell(r["cells"][value]) for value in part["columns"])] for r in part["rows"]]
            self.table(part["caption"], ("theme", "n", *part["columns"]), rows)
        for code in themes["codes"]:
            self.heading(code["name"], 2)
            self.document.add_paragraph(code["definition"])
            if code["passages"]:
                self.document.add_paragraph(self.w["theme_quote_lead"], style="Body Text")
            for index, _ in code["passages"][:_QUOTED]:
                self.quote(summary["passages"][index], index)

    def comparison(self, comparison: Mapping[str, Any], picture: Picture | None) -> None:
        self.heading(self.w["comparison"])
        for line in comparison["cautions"]:
            paragraph = self.document.add_paragraph(style="List Bullet")
            paragraph.add_run(self.w["caution"] + ": ").bold = True
            paragraph.add_run(line)
        self.picture(picture)
        rows = [
            [
                c["name"],
                c["pair"],
                f"{points(c['difference'], language=self.language)} ({points(c['low'], language=self.language)} – "
                f"{points(c['high'], language=self.language)})",
                pvalue(c["q"], language=self.language),
                c["judgement"],
            ]
            for c in comparison["contrasts"]
        ]
        self.table(self.w["comparison_caption"], ("theme", comparison["label"], "difference", "q", "judgement"), rows)

    def topics(self, topics: Mapping[str, Any], picture: Picture | None) -> None:
        self.heading(self.w["topics"])
        self.document.add_paragraph(topics["lead"])
        self.picture(picture)
        rows = [
            [
                t["number"],
                t["label"],
                ", ".join(t["words"]),
                percent(t["share"], language=self.language),
                self.decimal(t["recurrence"]),
                t["verdict"],
            ]
            for t in topics["topics"]
        ]
        self.table(self.w["topics"], ("#", "topic", "words", "share", "recurrence", "judgement"), rows)
        rows = [
            [q["measure"], self.decimal(q["value"]), self.decimal(q["low"]), self.decimal(q["high"]), self.decimal(q["null"])]
            for q in topics["quality"]
        ]
        self.table(self.w["quality"], ("measure", "value", "low", "high", "chance"), rows)

    def actors(self, actors: Mapping[str, Any], picture: Picture | None) -> None:
        self.heading(self.w["actors"])
        self.document.add_paragraph(actors["lead"])
        self.picture(picture)
        rows = [[n["actor"], n["level"], n["mentions"], n["partners"], n["statements"]] for n in actors["nodes"][:_SHOWN_NODES]]
        self.table(self.w["actors_caption"], ("actor", "level", "mentions", "partners", "statements"), rows)
        rows = [
            [r["source"], "→" if r["directed"] else "↔", r["target"], r["type"], r["positive"], r["neutral"], r["negative"]]
            for r in actors["relations"][:_SHOWN_TIES]
        ]
        self.table(self.w["relations_caption"], ("from", "", "to", "type", "+", "0", "−"), rows)

    def claims(self, claims: Sequence[Mapping[str, Any]]) -> None:
        self.heading(self.w["claims"])
        self.document.add_paragraph(self.w["claims_lead"])
        rows = [[c["statement"], c["verdict"], self.decimal(c["value"]), c["n"], c["reason"] or c["method"]] for c in claims]
        self.table(self.w["claims"], ("claim", "verdict", "value", "n", "why"), rows)

    def recommendations(self, summary: Mapping[str, Any]) -> None:
        self.heading(self.w["recommendations"])
        if summary["recommendations"]:
            rows = [[", ".join(r["addressees"]) or "–", r["text"]] for r in summary["recommendations"]]
            self.table(self.w["recommendations_lead"], ("addressee", "recommendation"), rows)
        if summary["held"]:
            self.heading(self.w["held"], 2)
            rows = [[h["text"], h["strength"], h["supporting"], h["contradicting"], h["sources"]] for h in summary["held"]]
            self.table(self.w["held_lead"], ("recommendation", "strength", "speak_for", "speak_against", "sources"), rows)
        if summary["areas"]:
            self.heading(self.w["areas"], 2)
            rows = [[a["rank"], a["area"], percent(a["value"], language=self.language), a["reason"]] for a in summary["areas"]]
            self.table(self.w["areas_lead"], ("rank", "area", "share_of_sources", "why"), rows)

    def provenance(self, summary: Mapping[str, Any]) -> None:
        self.heading(self.w["provenance"])
        for step in summary["provenance"]["steps"]:
            said = ", ".join(f"{key}: {value}" for key, value in step.items() if key != "step")
            self.document.add_paragraph(f"{step['step']} – {said}", style="List Number")

    # ---------------------------------------------------------------- the pieces

    def heading(self, text: str, level: int = 1) -> None:
        self.document.add_heading(text, level)

    def quote(self, passage: Mapping[str, Any], index: int) -> None:
        paragraph = self.document.add_paragraph(_shortened(_clean(passage["text"])), style="Quote")
        paragraph.add_run(f" [{index + 1}: {passage['source']}]").italic = False

    def caption(self, kind: str, text: str) -> None:
        self.counted[kind] += 1
        paragraph = self.document.add_paragraph(f"{self.w[kind]} ", style="Caption")
        _field(paragraph, f"SEQ {self.w[kind]} \\* ARABIC", [str(self.counted[kind])])
        paragraph.add_run(f". {text}")
        paragraph.paragraph_format.keep_with_next = kind == "table"

    def picture(self, picture: Picture | None) -> None:
        from docx.shared import Cm

        if picture is None:
            return
        shape = self.document.add_picture(BytesIO(picture.to_png()), width=Cm(16))
        shape._inline.docPr.set("descr", picture.alt)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self.caption("figure", f"{picture.title}. {picture.caption}")

    def table(self, caption: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        if not rows:
            return
        self.caption("table", caption)
        texts = [[self.w.get(column, column) for column in columns]]
        texts += [[_clean("–" if value is None else str(value)) for value in row] for row in rows]
        table = self.document.add_table(rows=len(texts), cols=len(columns), style="Light List Accent 1")
        widths = _widths(texts)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        flat = iter(table._cells)  # table.rows[i].cells walks the whole table each time
        for row in texts:
            for text, width in zip(row, widths, strict=True):
                cell = next(flat)
                cell.width = width
                cell.paragraphs[0].text = text
                cell.paragraphs[0]._p.style = self._small.style_id
        _repeat(table.rows[0])
        self.document.add_paragraph()

    def cell(self, cell: Mapping[str, Any]) -> str:
        if cell["masked"]:
            return self.w["masked"]
        interval = ""
        if cell["low"] is not None:
            interval = f" ({percent(cell['low'], False, language=self.language)}–{percent(cell['high'], False, language=self.language)})"
        return f"{percent(cell['share'], language=self.language)}{interval}"

    def decimal(self, value: float | None) -> str:
        return decimal(value, language=self.language)

    def number(self, value: float | None) -> str:
        return number(value, language=self.language)

    def saved(self) -> bytes:
        buffer = BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Cm, Pt

        styles = self.document.styles
        styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(11)
        small = self._small = styles.add_style("Tabelltext", WD_STYLE_TYPE.PARAGRAPH)
        small.base_style, small.font.size = styles["Normal"], Pt(9)
        small.paragraph_format.space_after = Pt(0)
        for section in self.document.sections:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2.3)


def _shortened(text: str) -> str:
    """Cut a long quotation at a word; the whole of it stands in the other formats."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_QUOTE else flat[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " […]"


def _widths(texts: Sequence[Sequence[str]]) -> list[Length]:
    """Share the page between the columns by what they hold: no word is broken while there is room, and a figure never is."""
    from docx.shared import Cm

    needs, wishes = [], []
    for column in zip(*texts, strict=True):
        needs.append(0.55 + 0.19 * max((len(word) for text in column for word in text.split()), default=1))
        wishes.append(min(sum(map(len, column)) / len(column), 80.0) + 1.0)
    spare = _TEXT_WIDTH - sum(needs)
    if spare < 0:
        wide = sum(need for need in needs if need > _NARROW)
        shrink = (wide + spare) / wide
        return [Cm(need if need <= _NARROW else need * shrink) for need in needs]
    return [Cm(need + spare * wish / sum(wishes)) for need, wish in zip(needs, wishes, strict=True)]


def _clean(text: str) -> str:
    """Take out what XML cannot hold."""
    return "".join(c if c >= " " or c in "\t\n" else " " for c in text)


def _field(paragraph: Paragraph, instruction: str, shown: Sequence[str]) -> None:
    """Put a field with what it shows until Word updates it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def mark(kind: str) -> None:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(element)

    mark("begin")
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = instruction
    paragraph.add_run()._r.append(code)
    mark("separate")
    for at, line in enumerate(shown):
        run = paragraph.add_run(line)
        if at < len(shown) - 1:
            run.add_break()
    mark("end")


def _repeat(row: Any) -> None:
    """Let a table's first row stand again on each page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)
