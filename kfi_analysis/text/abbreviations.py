"""Swedish abbreviations with a full stop, and the regular expression that finds them.

Written from the common lists of Swedish writing rules and from administrative prose. A form that is written with inner stops is listed
with all of them; the expression also takes a blank after an inner stop ("t. ex.") and the form whose last stop is left out ("t.ex").
Forms that are also common words ("ang", "del", "max", "min") are only abbreviations where a sentence cannot end (see `tokens.py`).
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["abbreviation_pattern", "may_end_sentence"]

_DOTTED = """
a.a. a.d.a. a.g. a.k.a. a.n.a. b.b. bl.a. d.d. d.o. d.s. d.v.s. d.y. d.ä. e.d. e.dyl. e.Kr. e.kr. e.l. el.dyl. el.likn. e.m. e.o. etc.
f.d. f.f.g. f.k. f.Kr. f.kr. f.m. f.n. f.o. f.r. fr.o.m. f.v.b. f.v.t. f.ö. fr.a. fr.o.m. g.m. h.c. i.a. i.e. i.o.m. i.r. i.s.f. i.st.f. i.ö. k.o.
l.m. m.a.a. m.a.o. m.a.p. m.fl. m.h.a. m.h.t. m.i. m.m. m.m.d. m.v. n.b. N.N. n.m. n.v. n.å. o.a. o.d. o.dyl. o.likn. o.m. o.m.s. o.s.a. o.s.s. o.s.v.
p.b.a. p.c. p.g.a. p.m. p.s. p.t. q.e.d. r.o. r.s.v.p. s.a. s.a.s. s.d. s.k. s.o.m. s.s. s.å. t.ex. t.f. t.h. t.o.m. t.r. t.v. t.v.s. u.a.
u.p.a. u.s. u.t. u.ä. v.g. v.s.b. v.v. ö.g. ö.h. ö.k. ö.v. å.k. a.s.a. b.l.a. t.e.x. m.f.l. bl.a.t. så.k. inkl.bil.
"""

_PLAIN = """
adj. adv. afd. aug. ank. anm. anv. apr. art. ass. avd. avg. avs. bankd. betr. bif. bitr. bil. ca. cirk. civ. dec. dep. dir. dipl. distr. dnr. docent.
doc. dr. dvs. dyl. ed. eg. ekon. em. emot. enl. etc. ev. ex. exkl. exv. febr. feb. fig. fil. fk. fm. forts. fre. frk. fvt. fr. föreg. förf. förk. förs. förv. gm.
gr. hr. höv. ibl. inbj. ind. ing. ingår. inkl. inv. instr. jan. jfr. jun. jur. jul. kand. kap. kl. komm. konf. konv. kr. kungl. leg. lic. lör. led. lev. magn.
mag. milj. min. mdr. mom. motsv. mån. mkt. moms. näml. nov. nr. nuv. obs. okt. omkr. ons. ordf. orig. osv. par. pl. pol. polit. prel. prof. proc. prot. red. ref. reg. rek.
resp. rev. riksd. rskr. s:t. sammantr. sek. sekr. sept. sep. sid. sign. skr. sm. skv. smn. språkv. spec. st. stf. särsk. sön. söd. tab. tbc. tel. tf. tfn. tim. tis. tjf. tjg. tom. tor. tr. tsk. udda.
uppl. uppg. urspr. utb. utg. utr. vanl. vard. vid. vol. vers. vice. vs. äv. ä. årg. öster. östl. övers. överf. övr. mfl. mm. osv. bla. sk. pga. tex. fom. tom. dr. fru. frk. n:o. c:a. f:a.
"""

# Words of the list above that are also ordinary words or that often stand last in a sentence: with one stop they are left alone.
_ALSO_WORDS = frozenset(
    "ank art ass docent ed em emot etc ex fig fil fre fru ind ingår inbj jul konf konv kr led lev lör magn min moms mån ons par pl pol red ref "
    "reg rek rev sek sm spec st sön tab tim tis tom tor udda vers vice vid öster ä sk mm tr söd mag komm par polit mkt orig bil milj mdr tel ev".split()
)

# Abbreviations that are followed by what they announce, so that a sentence hardly ends with them.
_INNER = frozenset(
    "adj adv anm avd bitr betr bil ca c:a dir dnr doc dr enl ev exkl fig forts fr hr inkl jfr kap kl kungl leg mom n:o nr prof ref resp s:t sid st tab tel "
    "tfn tf vol fil jur bl.a t.ex s.k d.v.s dvs fr.o.m t.o.m f.d p.g.a i.st.f i.s.f m.a.o m.a.p m.h.a m.h.t t.f i.o.m f.n f.ö exv spec särsk "
    "näml milj mdr obs prel motsv omkr jan feb febr apr aug sept sep okt nov dec ing ekon lic skr uppl utg övers förf red art par ang proc "
    "bl.a.t g.m gm med ibl instr u.a".split()
)

# Plain ones that are kept even though they are words: they announce a figure or a name, which must follow.
_BEFORE_FIGURE = frozenset("art bil fig kap st tab par vers pl ref mom sid s p nr kl vol ex del tel min max tim ca".split())
_BEFORE_NAME = frozenset("fru ev jul fil mag dir ass docent".split())


def _branch(words: list[str]) -> str:
    """Fold words to a regular expression that shares beginnings, longest first."""
    if len(words) == 1:
        return re.escape(words[0])
    heads: dict[str, list[str]] = {}
    optional = False
    for word in words:
        if word:
            heads.setdefault(word[0], []).append(word[1:])
        else:
            optional = True
    parts = [re.escape(head) + _branch(sorted(set(tails))) for head, tails in sorted(heads.items())]
    body = parts[0] if len(parts) == 1 and not optional else f"(?:{'|'.join(parts)})"
    return f"{body}?" if optional else body


@cache
def abbreviation_pattern() -> str:
    """Return the source of the expression (no groups, no flags); it matches at the beginning of a word only."""
    dotted = {word[:-1] for word in _DOTTED.split() if word.count(".") > 1}
    plain = {word[:-1] for word in _PLAIN.split()} - _ALSO_WORDS
    capital = {word[0].upper() + word[1:] for word in dotted | plain}
    spaced = _branch(sorted(dotted | {w for w in capital if "." in w})).replace(r"\.", r"\.[ \u00a0]?")
    stop = _branch(sorted(plain | {w for w in capital if "." not in w}))
    figure = _branch(sorted(_BEFORE_FIGURE | {w[0].upper() + w[1:] for w in _BEFORE_FIGURE}))
    name = _branch(sorted(_BEFORE_NAME))
    return (
        rf"(?:{spaced}(?:\.|(?![\w.]))"
        rf"|{stop}\.(?![^\W\d_]{{3}})"
        rf"|{figure}\.(?=[ \u00a0]?\d)"
        rf"|{name}\.(?=[ \u00a0][A-ZÅÄÖ][a-zåäö])"
        r"|[^\W\d_]\.(?:[^\W\d_]\.)+)"
    )


def may_end_sentence(abbreviation: str) -> bool:
    """Tell whether a sentence may end with this abbreviation ("m.m." may, "t.ex." may not).

    Examples
    --------
    >>> may_end_sentence("m.m."), may_end_sentence("t.ex."), may_end_sentence("T. ex.")
    (True, False, False)
    """
    return abbreviation.replace(" ", "").replace("\u00a0", "").rstrip(".").lower() not in _INNER
