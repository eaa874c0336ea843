"""Tests on stated figures: does the arithmetic hold, and do the figures stand in the text?

An expression is computed from figures by name with + - * /, `week(date)` and `days(date, date)`; nothing else is run.
"""

from __future__ import annotations

import ast
import datetime
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from kfi_analysis.errors import ClaimError, did_you_mean
from kfi_analysis.findings.material import Material
from kfi_analysis.findings.measured import Measured

__all__ = ["arithmetic", "evaluate", "stated_spans"]

_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def arithmetic(material: Material, *, expression: str, stated: str | None = None) -> Measured:
    """Value of an expression of figures, with the places where the text gives them; `stated` is the figure that it is held against."""
    used = _names(expression)
    names = [*used, *([stated] if stated else [])]
    unknown = [name for name in names if name not in material.figures]
    if unknown:
        raise ClaimError(f"the figure {unknown[0]!r} is unknown: {did_you_mean(unknown[0], material.figures)}", where=expression)
    value = evaluate(expression, {name: material.figures[name]["value"] for name in used})
    evidence: list[dict[str, Any]] = []
    absent: list[str] = []
    if not material.own_words:
        for name in names:
            printed = str(material.figures[name].get("printed") or "")
            spans = stated_spans(material, printed) if printed else []
            evidence += spans[:3]
            if printed and not spans:
                absent.append(printed)
    listed = "; ".join(f"{name} = {material.figures[name]['value']}" for name in names)
    note = listed + (f"; står inte i texten: {', '.join(absent)}" if absent else "")
    return Measured(float("nan") if absent else float(value), n=len(names), evidence=evidence, exact=True, note=note)


def stated_spans(material: Material, printed: str) -> list[dict[str, Any]]:
    """Return where a figure stands in the documents, as printed, any white space between its digits."""
    pattern = re.compile(r"(?<![\w,.])" + r"\s*".join(re.escape(sign) for sign in printed if not sign.isspace()) + r"(?![\w]|[,.]\d)")
    spans = []
    for document, text in zip(material.corpus.documents["document_id"], material.corpus.documents["text"], strict=True):
        spans += [{"document_id": str(document), "start": hit.start(), "end": hit.end()} for hit in pattern.finditer(str(text))]
    return spans


def evaluate(expression: str, figures: Mapping[str, Any]) -> float:
    """Return the value of an expression.

    Examples
    --------
    >>> evaluate("100 * a / b", {"a": 1, "b": 4})
    25.0
    >>> evaluate("week(d)", {"d": "2020-03-10"})
    11.0
    """
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise ClaimError(f"the expression cannot be read ({error.msg})", where=expression) from error
    return float(_value(tree.body, figures, expression))


def _value(node: ast.AST, figures: Mapping[str, Any], expression: str) -> Any:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_value(node.left, figures, expression), _value(node.right, figures, expression))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, figures, expression)
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return node.value
    if isinstance(node, ast.Name) and node.id in figures:
        return _number(figures[node.id], expression)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"week", "days"}:
        days = [_date(arg, figures, expression) for arg in node.args]
        return days[0].isocalendar().week if node.func.id == "week" else (days[1] - days[0]).days
    raise ClaimError("only figures by name, numbers, + - * /, week(date) and days(date, date) may stand in an expression", where=expression)


def _number(value: Any, expression: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise ClaimError(f"the figure {value!r} is no number", where=expression) from error


def _date(node: ast.AST, figures: Mapping[str, Any], expression: str) -> datetime.date:
    name = node.id if isinstance(node, ast.Name) else ""
    try:
        return datetime.date.fromisoformat(str(figures[name]))
    except (KeyError, ValueError) as error:
        raise ClaimError(f"{name or 'the argument'!r} is no date like 2020-03-11", where=expression) from error


def _names(expression: str) -> list[str]:
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise ClaimError(f"the expression cannot be read ({error.msg})", where=expression) from error
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return list(dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id not in called))
