"""Swedish abbreviations with a full stop, and the regular expression that finds them.

Written from the lists of Swedish writing rules and from administrative prose. A form with inner stops also counts with a blank after
them ("t. ex.") and without its last stop ("t.ex"). A form that is also an ordinary word counts only before a figure ("kap. 5") or a name
("dir. Ek").
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["abbreviation_endings", "abbreviation_pattern", "may_end_sentence"]

_DOTTED = """
a.a. bl.a. d.d. d.v.s. d.y. d.ä. e.d. e.dyl. e.Kr. e.kr. e.l. el.dyl. el.likn. e.m. f.d. f.Kr. f.kr. f.m. f.n. f.o.m. f.r.o.m. f.v.b.
f.ö. fr.a. fr.o.m. g.m. h.c. i.a. i.e. i.o.m. i.s.f. i.st.f. i.ö. m.a.a. m.a.o. m.a.p. m.fl. m.h.a. m.h.t. m.m. m.m.d. m.v. n.b. N.N.
n.å. o.a. o.d. o.dyl. o.likn. o.m.s. o.s.a. o.s.v. p.b.a. p.g.a. p.m. p.s. r.o. s.a.s. s.d. s.k. s.s. s.å. t.ex. t.f. t.h. t.o.m. t.v.
t.v.s. u.a. u.p.a. u.s. u.ä. v.v. ö.g. ö.h. å.s.
"""

# With a stop these are abbreviations wherever they stand.
_STOPPED = """
adj. adv. anm. anv. apr. aug. avd. avs. avg. bankd. betr. bif. bitr. ca. c:a. civ. dec. dipl. distr. dnr. doc. dr. dvs. dyl. eg. ekon.
enl. exkl. exv. f:a. febr. feb. fk. forts. frk. föreg. förf. förk. förs. förv. gm. hr. höv. ibl. ing. inkl. inv. instr. jan. jfr. jur.
kand. kap. kl. komm. kungl. leg. lic. mom. motsv. n:o. näml. nov. nr. nuv. obs. okt. omkr. ordf. orig. osv. prel. prof.
proc. prot. resp. riksd. rskr. s:t. s:ta. sekr. sept. sep. sid. sign. skr. smn. språkv. stf. särsk. tbc. tf. tfn. tjf. tjg. tsk.
uppl. urspr. utb. utg. utr. vanl. vard. vol. vs. äv. årg. östl. övers. överf. övr.
"""
_BEFORE_FIGURE = "art bil bl ex fig kap st tab tabl par p pkt s sid nr kl vol del tel min max tim ca mom vers ref paragr"
_BEFORE_NAME = "ass bitr dir docent ev fil fru ing insp kapt komm lekt mag red tekn"

# They announce what follows, so that a sentence hardly ends with them.
_ANNOUNCE = """
adj adv anm anv apr aug avd betr bif bil bitr bl.a c:a ca d.v.s dec dipl dir dnr doc dr dvs ekon enl ev exkl exv f.d f.n f.o.m f.r.o.m f.ö
feb febr fig fil forts fr.a fr.o.m frk fru g.m gm hr i.o.m i.s.f i.st.f ibl ing inkl instr jan jfr jur kand kap kl komm kungl leg lic m.a.a
m.a.o m.a.p m.h.a m.h.t mom motsv n:o näml nov nr nuv obs okt omkr orig p.g.a prel prof prot ref resp s.k s:t s:ta sep sept sid skr st
särsk t.ex t.f t.o.m tab tf tfn tjf tsk uppl urspr utg vanl vol vs övers förf art par
"""
_INNER = frozenset(_ANNOUNCE.split())


def _branch(words: list[str]) -> str:
    """Fold words to a regular expression that shares beginnings, longest first."""
    if len(words) == 1:
        return re.escape(words[0])
    heads: dict[str, list[str]] = {}
    for word in words:
        if word:
            heads.setdefault(word[0], []).append(word[1:])
    parts = [re.escape(head) + _branch(sorted(tails)) for head, tails in sorted(heads.items())]
    optional = "" in words
    body = parts[0] if len(parts) == 1 and not optional else f"(?:{'|'.join(parts)})"
    return f"{body}?" if optional else body


def _either_case(words: set[str]) -> list[str]:
    return sorted(words | {word[0].upper() + word[1:] for word in words})


@cache
def abbreviation_pattern() -> str:
    """Return the source of the expression (no groups, no flags); it matches at the beginning of a word only."""
    dotted = _branch(_either_case({word[:-1] for word in _DOTTED.split()})).replace(r"\.", r"\.[ \u00a0]?")
    stopped = _branch(_either_case({word[:-1] for word in _STOPPED.split()}))
    figure = _branch(_either_case(set(_BEFORE_FIGURE.split())))
    name = _branch(_either_case(set(_BEFORE_NAME.split())))
    return (
        rf"(?:{dotted}(?:\.|(?![\w.]))"
        rf"|{stopped}\.(?![^\W\d_]{{3}})"
        rf"|{figure}\.(?=[ \u00a0]?\d)"
        rf"|{name}\.(?=[ \u00a0][A-ZÅÄÖ][a-zåäö])"
        r"|[^\W\d_]\.(?:[^\W\d_]\.)+)"
    )


@cache
def abbreviation_endings() -> frozenset[str]:
    """Return the last parts of the abbreviations in small letters, without the stop ("ex" of "t.ex.")."""
    words = f"{_DOTTED} {_STOPPED} {_BEFORE_FIGURE} {_BEFORE_NAME}".split()
    return frozenset(re.split(r"[.:]", word.rstrip("."))[-1].lower() for word in words)


def may_end_sentence(abbreviation: str) -> bool:
    """Tell whether a sentence may end with this abbreviation ("m.m." may, "t.ex." may not).

    Examples
    --------
    >>> may_end_sentence("m.m."), may_end_sentence("t.ex."), may_end_sentence("T. ex.")
    (True, False, False)
    """
    return abbreviation.replace(" ", "").replace("\u00a0", "").rstrip(".").lower() not in _INNER
