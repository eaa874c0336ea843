"""HTML, Markdown and RTF: the marks become blocks, scripts and menus are left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kfi_analysis.corpus.readers.plain import decode
from kfi_analysis.corpus.readers.reading import Composer, Reading, add_table
from kfi_analysis.errors import ReadError
from kfi_analysis.text.layout import lay_out

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_html", "read_markdown", "read_rtf"]

_SKIP = frozenset(
    {"script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "select", "option", "svg", "math"}
    | {"iframe", "object", "head", "textarea"}
)
_BLOCK = frozenset(
    {"p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "blockquote", "pre", "figcaption"}
    | {"caption", "address", "ul", "ol", "dl", "table", "tr", "td", "th", "body", "hr", "figure", "details", "summary", "fieldset"}
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def read_html(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """Read a web page: headings, paragraphs, lists, tables; menus, headers and footers of the site are left out."""
    from lxml import etree, html

    declared = _CHARSET.search(data[:4096])
    if encoding is None and declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            text = decode(data, name)
    else:
        text = decode(data, name, encoding)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError(f"is no readable HTML ({error})", where=name) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError("nests its elements too deep to be read whole: save its text as .txt and read that", where=name)
    page = _Page()
    page.walk(root)
    title = root.findtext(".//title")
    return Reading(page.composer.layout(), " ".join(title.split()) if title and title.strip() else None)


class _Page:
    """Gathers running text between block marks."""

    def __init__(self) -> None:
        self.composer = Composer()
        self._text: list[str] = []

    def walk(self, root: _Element) -> None:
        """Add the blocks below `root`; a stack instead of recursion, for pages nest deep."""
        stack: list[tuple[str, Any, str]] = [("enter", root, "paragraph")]
        while stack:
            step, node, kind = stack.pop()
            if step == "text":
                self._text.append(node)
            elif step == "leave":
                self._flush(kind)
            elif isinstance(node.tag, str) and node.tag.lower() not in _SKIP:
                self._enter(node, kind, stack)

    def _enter(self, node: _Element, kind: str, stack: list[tuple[str, Any, str]]) -> None:
        tag = str(node.tag).lower()
        if tag == "table" and not _layout_table(node):
            self._flush(kind)
            add_table(self.composer, [[[" ".join(map(str, cell.itertext()))] for cell in row.iter("td", "th")] for row in node.iter("tr")])
            return
        inner = tag if re.fullmatch(r"h[1-6]", tag) else "list_item" if tag in {"li", "dd", "dt"} else kind
        if tag in _BLOCK:
            self._flush(kind)
            stack.append(("leave", node, inner))
        elif tag == "br":
            self._text.append(" ")
        for child in reversed(node):
            if child.tail:
                stack.append(("text", child.tail, inner))
            stack.append(("enter", child, inner))
        if node.text:
            stack.append(("text", node.text, inner))

    def _flush(self, kind: str) -> None:
        text = "".join(self._text)
        self._text = []
        if kind[0] == "h" and kind[1:].isdigit():
            self.composer.add("heading", text, rank=int(kind[1:]))
        else:
            self.composer.add(kind, text)


def _layout_table(table: _Element) -> bool:
    return next(table.iter("p", "h1", "h2", "h3", "li"), None) is not None


def read_markdown(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """Read Markdown (CommonMark with tables); front matter gives the title, code and pictures are left out."""
    from markdown_it import MarkdownIt

    text = decode(data, name, encoding).replace("\r\n", "\n")
    title = None
    front = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if front:
        found = re.search(r"^title:\s*[\"']?(.+?)[\"']?\s*$", front.group(1), re.MULTILINE)
        title = found.group(1) if found else None
        text = text[front.end() :]
    composer = Composer()
    code = 0
    kinds: list[str] = ["paragraph"]
    rank = 0
    rows: list[list[list[str]]] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open":
            rank = int(token.tag[1])
        elif token.type == "heading_close":
            rank = 0
        elif token.type in {"list_item_open", "table_open"}:
            kinds.append("list_item" if token.type == "list_item_open" else "table")
            rows = []
        elif token.type in {"list_item_close", "table_close"}:
            if kinds.pop() == "table":
                add_table(composer, rows)
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in {"fence", "code_block", "html_block"}:
            code += 1
        elif token.type == "inline":
            said = _inline(token)
            if kinds[-1] == "table":
                rows[-1].append([said])
            else:
                composer.add("heading" if rank else kinds[-1], said, rank=rank)
    return Reading(composer.layout(), title, {"code or HTML block": ("not running text", code)} if code else {})


def _inline(token: Any) -> str:
    out = []
    for child in token.children or []:
        if child.type in {"text", "code_inline"}:
            out.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            out.append(" ")
    return "".join(out)


def read_rtf(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """Read RTF; its paragraphs are laid out like those of plain text."""
    import striprtf.striprtf

    if not data.lstrip().startswith(b"{\\rtf"):
        raise ReadError("is no RTF: it does not begin with {\\rtf", where=name)
    if data.count(b"{") - data.count(b"\\{") > data.count(b"}") - data.count(b"\\}"):
        raise ReadError("is cut off: its last brackets are missing; fetch it again", where=name)
    try:
        convert: Callable[..., str] = striprtf.striprtf.rtf_to_text
        text = convert(data.decode("latin-1"), encoding=encoding or "cp1252", errors="replace")
    except (ValueError, IndexError, KeyError, LookupError, RecursionError) as error:
        raise ReadError(f"is damaged RTF ({error}): save it anew as .docx or .txt", where=name) from error
    return Reading(lay_out(re.sub(r"\n(?=\S)", "\n\n", text)))
