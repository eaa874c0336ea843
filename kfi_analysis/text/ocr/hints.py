"""What any reader of Swedish knows of words that differ only in å, ä, ö: which neighbours each is at home with.

A small table written by hand, for pairs that a short text cannot teach ("i år", "är inte"; "på samma sätt", "i sitt arbete"). Each row is
`word: words to its left | words to its right`; `*re` stands for any word with that ending, `<0>` for a figure, `<.>` for the start or
end of a sentence, `<,>` for another mark.
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["WEIGHT", "fits"]

WEIGHT = 2.5
"""Log weight of a neighbour that fits."""

_TABLE = """
år: i per varje förra nästa två tre fyra fem sex sju åtta tio flera många några halvt senaste kommande antal gångna följande hela <0> |
år: | sedan senare framåt efter tillbaka <0> gammal gamla
är: det som den de detta vi man här där inte vad och dessa vilket |
är: | inte att en ett det viktigt viktiga också svårt mycket den i på till nu av därför
är: *en *ar *na *et *ning *het | *t *a *ad *ade *at *d
har: vi de man det som den kommunen staden nämnden | inte varit haft en ett också fått blivit vi man under *at *ats *it *its *tt *ts
här: <.> den det de just är så | är har finns ligger kan ser blir beskrivs lyfts anses påtalas fanns handlar behövs också
hår: | och
där: <,> <.> och de det | det vi man är de finns alla även en
dar: | <.>
sätt: samma olika annat vilket något så andra sådant *kilt *igt *iskt *tivt *vligt *bart *nat *rekt *änkt bättre bra | att som <.> <,>
sitt: i med av för till om från inom har | *ande eget *bete
sätta: att kan ska skulle måste kunde | in igång upp samman ihop sig press stopp
sitta: att kan ska | i ner kvar med hemma still ned
satt: som de hon han vi | i på med kvar
satt: har hade | in upp igång ihop press
stöd: ett gott stort bra bättre mer extra få ge fått med av till och ökat särskilt *skt *alt *ligt ekonomiskt det behov |
stöd: | till för från i av och vid åt som <.> <,>
stod: det vi de som han hon <0> | i för på inför klart kvar still där
stödet: det | till från för i av
hinder: något ett inget inga eventuella eventuellt utan som några flera finns ses utgöra andra | för mot i <.> att
händer: vad som det saker mycket <,> | i på med nu när om just det
vågen: första andra tredje fjärde femte den | av kom under i var är
vågor: första två tre <0> flera |
våg: första andra tredje fjärde en ny | av
vägen: hela på under längs i | till fram ut in mot för
väg: på rätt en lång annan god | in till framåt ut mot
vård: inom god nära av om till hälso- | och av för som
värd: är var mycket | att för
vårdens: inom | arbete
låg: en relativt mycket var är hög det där vi fortfarande som så med | i på nivå det kvar grad fram till och andel
lag: enligt i ny en denna | om och som eller
låga: relativt de mycket | nivåer
lägre: en ett något på är | än
gälla: ska skulle kommer kan att kunde | för från vid i på
gäller: som vad när det detta | för att även i från
gilla: att | att
gillar: som vi de |
ställa: att kan ska kunde | in om upp krav till frågor ut samman sig
ställer: | krav höga sig in frågor om
ställt: har | om in krav högre till
stilla: stå stod sitta |
lägga: att kan ska måste | till fram ner ned upp in ut tid fokus vikt om märke
lägger: | till fram vikt stor fokus tid upp grunden ned större mer mindre märke
lagt: har hade | till fram ner ned upp in ut tid fokus
ligga: att kan kunna ska skulle | till i på kvar nära bakom steget
ligger: det som där här ansvaret | i på till kvar bakom hos nära inom under
vår: i av med till för på från under enligt | egen bild *ing *het bedömning
var: det som den vi de detta man hur där här jag då | det inte en ett att svårt också först som på i mycket
varje: i för inom på till från |
våra: av i med till från för alla på | *er *ar *or *are egna
vara: att kan ska skulle måste kunde får bör inte också vill kunna tycks visa hade alltid |
vara: | en ett med i på så till mer väl det av *d *t *s
vårt: i av på till med för från om | arbete *ande uppdrag eget
vart: | och man som annat femte tredje
varit: har hade ha också inte det | en ett att i på mycket svårt *t *d
män: och kvinnor | och
man: att som om när då det vad hur <.> <,> och kan har | har kan inte är ska får också gör ser
mån: någon viss möjligaste |
råd: ha få ge goda om har och | att med om och till
rad: en | olika av andra med frågor
väl: fungerat fungerar fungera mycket så lika ändå gått relativt är förhållandevis <.> ganska |
väl: | fungerande med etablerad förberedd anpassad utvecklad till som medvetna fungerat utbyggd i och
val: till av ett fria om de allmänna vid | av till mellan som
vinster: potentiella de stora finns med möjliga nya | med av för som
vänster: till åt höger från | om sida
fortsatta: det den ett för de | arbetet arbete *en *et
fortsatt: en ett för har | arbete *ing *ande att
fortsätta: att kommer ska kan måste bör behöver vill | att med arbeta vara på
fortsätter: som och det | att med
andra: de å och med från alla den många flera | sidan sätt *er *ar *or *na ord hand
ändra: att kan ska måste | på om i
ändå: men är och har var det | en att ett är har som
ända: | till från sedan fram in
anda: i samma god | av och
håll: många på olika andra flera centralt vissa annat alla två sitt | i och <.>
hålla: att kan ska måste kunde skulle | i på sig ihop avstånd isär nere oss
förts: har hade |
fått: har hade inte de vi man ha också | en ett in i stå för ta till göra del *a
tätt: för så |
rätt: på det är helt ha har gjort göra | till att sätt nivå tid väg person i plats beslut
får: vi man de jag inte den som och att hur det | en ett inte vara det den ta man i vi *a
för: är viktigt förutsättningar ansvar ansvaret inför grund stöd | att de det den en ett *na *ar
går: det som | att inte till in ut det över
gör: man vi som det och de detta vad | att det en man ett vi
gå: att kan ska kunna måste skulle snabbare | till in ut över vidare ner igenom
bör: man vi det som kommunen nämnden den detta de | inte vara även ses ha kunna man också vi det *as *s *a
bor: som de många | i på hemma kvar
nå: att svårt lätta svårare kan lättare för kunna | ut alla varandra fram upp till målen
mål: med och gemensamma tydliga kommunens de övergripande | och för som
såg: vi man de jag det | vi att ut det
säga: att kan vill | att
sidan: å andra ena vid på den | av och
sådan: en någon | som att *ing
svårt: det är varit mycket var för så också blivit ibland | att för med
svåra: de mycket många det att | beslut att frågor situationer
svara: att kan | på för upp
län: i alla västra stockholms |
beror: det som | på av
berör: som de frågor | alla flera många deras
läget: i det akuta | var är i
lagen: enligt i den | om
läge: i ett nytt | att där
råder: det som fortfarande |
rader: två | i
åt: hjälpas hjälptes hjälps skiljer skilt skiljt tid bidra lämna | sig att och alla
åtgärder: vidta olika | för som
våren: under förra på i | <0> och när
gång: en i första varje sin nästa för någon | på i till för att
bära: att kan | på
in: sticka komma kom kommer köra samla ställa ställde ta tar tog lämna lämnat bjöds kalla samlat sätta gå går flytta |
in: | i på till under från för nya extra de
än: mer mindre fler bättre färre större högre sämre lägre annat andra mycket annorlunda snarare *re tidigare |
än: | vanligt tidigare andra när vad den det de vi så en ett att någonsin
om: handlar fråga frågor information kunskap tankar det <,> | att det man vi hur en ett de den vad
då: <,> och det sedan <.> | det vi man var är och de hade
även: och men utan <.> <,> som kan | om i att för den det vid har
också: har är kan det som vi finns ska | att en ett det i av
så: på är inte det <,> <.> och samt även | att kallade är många mycket sätt länge det har
såg: som de vi |
få: att kan kunna för ska skulle kunde | en ett till in igång stöd ut *a
på: beror bygger fokus arbetar utifrån peka svar tid | ett en det den att de grund plats olika samma sätt
förra: | året våren veckan
först: | och i när
före: | pandemin att den
före: inte långt |
år: <0> | i och av
ökat: har ett en | *et behov
ökade: den det de |
öka: att kan ska | i
nära: i | samarbete samverkan dialog
när: <.> <,> och även som särskilt | det man vi de pandemin den en
när: | *en *na
många: så för av bland | av som gånger har
måste: vi man det som | vara man vi det ha
mött: har |
möta: att kan ska | de behov behoven
möte: ett vid | med
mätt: har |
låna: att kan | ut
läsa: att kan |
lära: att kan | av sig känna
lärt: har vi | oss sig
hög: en mycket var är | grad nivå belastning
höga: de | krav
höll: vi man |
påverkar: som det |
rör: som det vad | sig
röra: att | sig
träffa: att kan | *a
utsågs: <,> | *er
stå: att fått kan | tillbaka för
stått: har som |
står: som det | för i inför
slå: att |
tål: som |
tåg: med |
dör: som |
värt: | att
värden: | och som
världen: i hela |
"""


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[frozenset[str], tuple[str, ...], frozenset[str], tuple[str, ...]]]:
    found: dict[str, tuple[set[str], set[str], set[str], set[str]]] = {}
    for line in _TABLE.strip().splitlines():
        word, _, rest = line.partition(": ")
        left, _, right = rest.partition("|")
        row = found.setdefault(word, (set(), set(), set(), set()))
        for side, text in ((0, left), (2, right)):
            for item in text.split():
                row[side + item.startswith("*")].add(item.lstrip("*"))
    return {word: (frozenset(a), tuple(b), frozenset(c), tuple(d)) for word, (a, b, c, d) in found.items()}


def fits(word: str, left: str, right: str) -> float:
    """Return how many neighbours of a word speak for it (0, 1 or 2; a matching ending counts half).

    Examples
    --------
    >>> fits("år", "förra", "<.>"), fits("är", "förra", "<.>")
    (1.0, 0.0)
    """
    rule = _rules().get(word)
    if rule is None:
        return 0.0
    before, before_end, after, after_end = rule
    value = 1.0 if left in before else 0.5 if len(left) > 4 and left.endswith(before_end) else 0.0
    return value + (1.0 if right in after else 0.5 if len(right) > 4 and right.endswith(after_end) else 0.0)
