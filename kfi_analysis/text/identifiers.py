"""Numbers and addresses that lead to one person: e-mail, telephone, personnummer with its date and check digit."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["Found", "find_identifiers", "valid_personnummer"]

Found = tuple[int, int, str, float, str]
"""start, end, kind, score, reason."""

_AT = re.compile(r"@|\(at\)|\[at\]", re.IGNORECASE)
_LOCAL = re.compile(r"[\w.+'-]{1,64}\Z")
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_NUMBER = re.compile(r"(?<![\w+-])(?:\d{8}|\d{6})[-+\u2013 ]?\d{4}(?![\w-])")
_COUNTRY = r"(?:\+|00)[1-9]\d{0,2}[ \u00a0-]{0,2}(?:\(0\))?[ \u00a0]?[1-9]\d{0,3}"
_PHONE = re.compile(
    rf"(?<![\w.,/:+§-])(?<!\d[ \u00a0])(?:{_COUNTRY}|0[1-9]\d{{0,3}})(?:[-\u2013/][ \u00a0]?|[ \u00a0][-\u2013/][ \u00a0]|[ \u00a0])?"
    r"\d{1,7}(?:[ \u00a0]\d{2,4}){0,4}(?![\w-])"
)
_LABELLED = re.compile(
    r"\b(?:tfn|tel|telefon(?:nummer)?|mobil(?:nummer|telefon)?|direktnummer|ankn(?:ytning)?|växel|fax)\b\.?[ \u00a0]?:?[ \u00a0]{0,3}"
    r"(\+?\d[\d \u00a0()/-]{3,20}\d)",
    re.IGNORECASE,
)


def find_identifiers(text: str) -> list[Found]:
    """Return e-mail addresses, personal identity numbers and telephone numbers; they may overlap, the surer first."""
    return [*_emails(text), *_numbers(text), *_phones(text)]


def _emails(text: str) -> list[Found]:
    out: list[Found] = []
    for match in _AT.finditer(text):
        before = text[max(0, match.start() - 65) : match.start()]
        after = _DOMAIN.match(text, match.end())
        spaced = before.endswith(" ") and match.group() != "@"
        local = _LOCAL.search(before[:-1] if spaced else before)
        if local is None:
            continue
        start = match.start() - len(local.group()) - spaced
        if after is not None:
            end = after.end() - (after.group().endswith("."))
            out.append((start, end, "email", 0.99, "e-mail address"))
        elif match.group() == "@" and re.match(r"[\w-]", text[match.end() : match.end() + 1]):
            tail = re.match(r"[\w.-]{1,64}", text[match.end() : match.end() + 64])
            out.append((start, match.end() + (tail.end() if tail else 0), "email", 0.6, "e-mail address, broken off"))
    return out


def valid_personnummer(number: str) -> bool:
    """Tell whether a personal identity number (or co-ordination number) has a real date and the right check digit.

    Examples
    --------
    >>> valid_personnummer("811218-9876"), valid_personnummer("811218-9875")
    (True, False)
    """
    digits = re.sub(r"\D", "", number)
    if len(digits) not in (10, 12):
        return False
    return _is_date(digits) and _luhn(digits[-10:])


def _is_date(digits: str) -> bool:
    year, month, day = digits[-10:-8], int(digits[-8:-6]), int(digits[-6:-4])
    century = digits[:2] if len(digits) == 12 else "20" if int(year) < 30 else "19"
    if century not in ("18", "19", "20"):
        return False
    try:
        date(int(century + year), month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    """Check the last digit (Luhn's sum of digits, weights 2 1 2 1 …)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _numbers(text: str) -> list[Found]:
    out: list[Found] = []
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if not _is_date(digits):
            continue
        if _luhn(digits[-10:]):
            out.append((*match.span(), "personnummer", 0.99, "date and check digit are right"))
        elif len(digits) != len(match.group()):
            out.append((*match.span(), "personnummer", 0.6, "the form and the date are right, the check digit is wrong"))
    return out


def _phones(text: str) -> list[Found]:
    out: list[Found] = []
    for match in _LABELLED.finditer(text):
        if sum(char.isdigit() for char in match.group(1)) >= 4:
            out.append((*match.span(1), "phone", 0.9, "after a word for telephone"))
    for match in _PHONE.finditer(text):
        count = sum(char.isdigit() for char in match.group())
        if 7 <= count <= 14:
            plain = " " not in match.group() and "-" not in match.group() and not match.group().startswith("+")
            sure = not plain or count == 10
            out.append((*match.span(), "phone", 0.95 if sure else 0.55, "form of a telephone number"))
    return out
