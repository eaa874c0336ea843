"""The words by which auditors and evaluators recommend, and those by which others do.

Patterns describe constructions of Swedish audit prose, not the wording of any one report: who may speak (the authors), the verbs and
nouns that make a sentence a recommendation, what opens a list of them, and what only tells of earlier or other people's advice.
"""

from __future__ import annotations

import re

__all__ = [
    "AUTHOR",
    "CLOSING",
    "DEONTIC",
    "EARLIER",
    "EARLIER_HEADING",
    "EXTERNAL",
    "HEADING",
    "HEARSAY",
    "LEAD",
    "NORM",
    "NOT_A_LEAD",
    "NOUN_CLAUSE",
    "OTHER_HEADING",
    "PERFORM_ACTIVE",
    "PERFORM_PASSIVE",
    "TOLD",
]

AUTHOR = re.compile(
    r"\b(?:[Vv]i|[Jj]ag|[A-ZÅÄÖa-zåäö]*[Rr]evisor(?:erna|n)|[A-ZÅÄÖa-zåäö]*[Rr]evisionen|[Rr]evisionskontoret|[Rr]evisorsgruppen|"
    r"[Rr]evisorskollegiet|[Rr]evisionsbyrån|[Gg]ranskningen|[Rr]apporten|[Uu]tvärderingen|[Uu]tvärderarna|[Uu]tredningen|[Uu]tredarna|"
    r"[Ff]orskarna|[Ff]orskargruppen|[Ss]tudien|KPMG|EY|Ernst\s*&\s*Young|PwC|PricewaterhouseCoopers|Deloitte|BDO|Grant\s+Thornton|Azets|"
    r"Forvis|Mazars|Helseplan|Ensolution|Sirona|KFi)\b"
)
"""Who writes: the auditors, their firm, the evaluation."""

EXTERNAL = re.compile(
    r"\b(?:\w+verkets?|\w+myndighetens?|Socialstyrelsens?|Länsstyrelsens?|länsstyrelsens?|\w*[Ii]nspektionens?|[Rr]egeringens?|[Rr]iksdagens?|"
    r"WHO:?s?|Världshälsoorganisationens?|SKR:?s?|SKL:?s?|MSB:?s?|IVO:?s?|FHM:?s?|RKR:?s?|EU:?s?|Boverkets?|Smittskydds?|[Ff]orskningen|"
    r"[Rr]ådet\s+för\s+kommunal\s+redovisnings?|[Ll]agstiftaren|[Ff]öretagshälsovården|[Ss]keppsbrons?|\w+institutets?)\b"
)
"""Others whose advice a report tells of."""

PERFORM_PASSIVE = re.compile(r"\b(?:[Rr]ekommender(?:as|ades|ats)|[Uu]ppmana(?:s|des|ts))\b")
PERFORM_ACTIVE = re.compile(
    r"\b(?:[Rr]ekommender(?:ar|ade|at)|[Uu]ppmana(?:r|de|t)|[Ff]öreslår|[Ff]öreslog|[Ff]örordar|[Rr]åder|[Vv]ill(?:\s+\w+){0,3}\s+(?:rekommendera|uppmana))\b"
)

NOUN_CLAUSE = re.compile(
    r"\b(?:(?:[Vv]år|[Ee]n|[Rr]evisorernas|[Rr]evisionens|[Gg]ranskningens|[Dd]en|[Ee]n\s+annan|[Yy]tterligare\s+en)\s+)?"
    r"rekommendation(?:en)?\b(?P<to>[^.:]{0,120}?)\s(?:är|blir|lyder)(?:\s+(?:därför|också|även|således|vidare))?\s+att\b"
    r"|\b(?:[Dd]et|[Dd]etta)\s+är\s+(?:(?:därför|också|även)\s+)?(?:vår|[Rr]evis\w+)\s+(?:bestämda\s+)?rekommendation\s+att\b",
    re.IGNORECASE,
)
"""'Vår rekommendation till X är att …'."""

LEAD = re.compile(
    r"(?:\bföljande\s+(?:[\wåäö]+\s+){0,3}(?:rekommendation(?:er)?|förslag|förbättringsförslag|utvecklingsförslag)\b"
    r"|\brekommendation(?:er|erna)?\b[^.]{0,160}:\s*$"
    r"|\b(?:rekommender|uppmana|föreslå)[a-zåäö]*\b[^.]{0,200}(?::|\batt)\s*$"
    r"|\b(?:rekommender|uppmana)[a-zåäö]*\b[^.]{0,160}\bföljande\b"
    r"|\brekommendation(?:er)?\b[^.]{0,120}\b(?:nedan|nedanstående)\b"
    r"|\bnedanstående\s+(?:[\wåäö]+\s+){0,2}rekommendation(?:er)?\b"
    r"|\b(?:bör|behöver)\b[^.]{0,120}:\s*$)",
    re.IGNORECASE,
)
"""What opens a list of recommendations."""

NOT_A_LEAD = re.compile(
    r"\b(?:vidtagit|vidtar|genomfört|hanterat|hanterats|åtgärdat|besvarat|besvarats|yttra(?:t|de)|svarat|uppgett|omhändertagit|"
    r"ofta|ibland|alltid|vanligen|uppföljning\s+av|följt\s+upp|inte\s+lämna|har\s+följts|efterlev|revisionsfråg|revisionskriteri)\w*",
    re.IGNORECASE,
)
"""What such a sentence speaks of when it only tells what became of recommendations."""

EARLIER = re.compile(
    r"\b(?:[Tt]idigare|[Ff]öregående|[Ff]örra|[Ff]jolårets|[Dd]åvarande)\b"
    r"|\b(?:granskning(?:en|ar)?|årsredovisning(?:en)?|rapport(?:en)?|revisionen)\b[^.]{0,60}?\b(?:från|år|under|av)?\s*(?:19|20)\d\d\b"
    r"|\b(?:under|år|från|i)\s+(?:19|20)\d\d\b",
)
"""Signs that a recommendation told of in the past tense is an old one."""

EARLIER_HEADING = re.compile(
    r"\b(?:uppföljning|hantering|status)\w*\b.{0,40}\b(?:tidigare|föregående|rekommendation\w*|kritik\w*|granskning(?:en|ar|arna)|anmärkning\w*)\b"
    r"|\btidigare\s+(?:genomförda?\s+)?(?:granskning|revision|rekommendation|kritik)",
    re.IGNORECASE,
)
"""A heading over what became of earlier audits."""

HEARSAY = re.compile(
    r"\b(?:uppger|uppgav|uppges|menar\s+(?!vi|revis)|menade|framhåller|framhålls|uttryck\s+för|lyfts\s+fram|beskriv(?:s|er)|intervju\w*|enligt\s+förvaltning\w*|"
    r"signalera\w*|efterfråga\w*|förslag\s+som|önskemål|upplev\w*)\b",
    re.IGNORECASE,
)
"""Signs that 'bör' is what somebody else said."""

HEADING = re.compile(
    r"^(?:(?:bilaga\s+)?[\dA-Z]{0,2}(?:\.\d+)*\.?\s+)?(?P<head>[\wåäö, /&-]{0,60}?)\b(?:rekommendation(?:er|erna)?|förbättringsförslag|"
    r"utvecklingsförslag|förslag\s+till\s+(?:åtgärder|förbättringar))\b(?P<tail>.*)$",
    re.IGNORECASE,
)
"""A heading over recommendations; `head` empty (or only 'våra', 'samlade' …) means that nothing else stands under it."""

OTHER_HEADING = re.compile(
    r"\b(?:uppföljning|tidigare|föregående|hantering\s+av|efterlevnad|status|svar|yttrande|nationella|myndighet|socialstyrelsen|"
    r"folkhälsomyndighet|who|skr|msb|lagar|riktlinjer|språkbruk|begrepp|terminologi)",
    re.IGNORECASE,
)
"""A heading over other people's, earlier or explained recommendations."""

CLOSING = re.compile(
    r"^(?:Vi\s+vill\s+(?:betona|understryka|tacka)|Med\s+anledning\s+av|Alla\s+yttranden|Yttrande|Svar\b|Rapportsammandraget|För\s+(?:revisor|kommunens)|"
    r"På\s+uppdrag|Enligt\s+uppdrag|Dag\s+som\s+ovan|Läs\s+mer|Mer\s+om|Revisorerna\s+(?:önskar|emotser|begär|vill\s+ha)|"
    r"[A-ZÅÄÖ][a-zåäö]+\s+(?:den\s+)?\d{1,2}\s+[a-z]+\s+20\d\d|\d{4}-\d\d-\d\d)"
)
"""What stands after the last recommendation of a letter."""

DEONTIC = re.compile(
    r"\b(?:bör|behöver|måste|ska|skall|viktigt|angeläget|väsentligt|anledning\s+(?:finnas\s+)?att|skäl\s+att|att\s+beakta|överväg\w*|säkerställ\w*|"
    r"utveckl\w*|stärk\w*|tydliggör\w*|förtydlig\w*|upprätt\w*|fortsätt\w*|se\s+över|ta\s+fram|tillse|verka\s+för|rekommender\w*)\b",
    re.IGNORECASE,
)
"""Signs that a paragraph without bullet says what ought to be done."""

NORM = re.compile(
    r"\b(?:[Ee]nligt|[Aa]v\s+[\w\s-]{1,60}\s+framgår|framgår\s+(?:det\s+)?av|anger\s+att|anges\s+att|föreskriver|stadgar|lagen|reglementet|kommunallagen)\b"
)
"""Signs that 'bör' states a rule that the report cites."""

TOLD = re.compile(
    r"\brekommendation(?:er)?\b[^.]{0,80}?\b(?:till|riktas)\b|\b(?:lämna|ge|rikta|framför)\w*\b[^.]{0,60}?\brekommendation(?:er)?\b"
    r"|\bfick\b[^.]{0,40}?\brekommendation(?:er)?\b",
    re.IGNORECASE,
)
"""A sentence that says that recommendations were given."""
