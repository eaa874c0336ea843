"""Swedish closed-class and irregular words and what they are forms of, from a grammar's lists.

The lemma of a pronoun is its subject form ("våra" -> "vi"), that of an article or determiner its common-gender singular ("det" -> "den",
"ett" -> "en", "dessa" -> "denna"); auxiliaries have the infinitive; comparatives of words with another stem have the positive ("äldre"
-> "gammal"). The written-out abbreviation is the lemma of an abbreviation. Adverbs in -t that have left their adjective keep their own
form.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ALONE", "DEPONENTS", "FUNCTION_WORDS"]

_FORMS = """
jag: jag mig mej min mitt mina
du: du dig dej din ditt dina
han: han honom hans
hon: hon henne hennes
hen: hen henom hens
den: den det dess
vi: vi oss vår vårt våra
ni: ni er ert era eder
de: de dem dom deras
sig: sig sej sin sitt sina
man: man
en: en ett ene ena
denna: denna denne detta dessa dennes dessas
någon: någon något några någons nån nåt nåra
ingen: ingen inget inga ingens
annan: annan annat andra annans andras
all: all allt alla allas
vilken: vilken vilket vilka vilkas vilkens
sådan: sådan sådant sådana sån sånt såna
själv: själv självt själva själve
samma: samma samme
många: många fler flera flest flesta
mycket: mycket mer mera mest mesta
lite: lite mindre minst
liten: liten litet lilla lille små smått minsta
varannan: varannan vartannat
varje: varje
vardera: vardera vartdera
vem: vem vems
båda: båda bägge bådas
varandra: varandra varann varandras
vara: är var varit vara vore varen
ha: har hade haft ha hava havt
bli: blir blev blivit bli bliva blevo bleve blives
skola: ska skall skulle skolat skola skulla
kunna: kan kunde kunnat kunna
vilja: vill ville velat vilja
böra: bör borde böra
få: få får fick fått fås
måste: måste
må: må måtte
lär: lär
torde: torde
göra: gör gjorde gjort göra görs gjordes gjorts göras
låta: låt låter lät låtit låta
komma: kommer kom kommit komma
ge: ger gav gett givit ge giva giver ges gavs
ta: tar tog tagit ta taga tager tas togs tagits
dra: drar drog dragit dra draga
säga: säger sade sa sagt säga sägs sades sagts
lägga: lägger lade la lagt lägga läggs lades lagts
bra: bra bättre bäst bästa bäste
dålig: dålig dåligt dåliga sämre sämst sämsta
god: god gott goda gode
gammal: gammal gammalt gamla gamle äldre äldst äldsta
ung: ung ungt unga yngre yngst yngsta
stor: stor stort stora store större störst största
lång: lång långa långe längsta
låg: låga lägre lägst lägsta
hög: hög högt höga högre högst högsta
tung: tung tungt tunga tyngre tyngst tyngsta
trång: trång trångt trånga trängre trängst trängsta
grov: grov grovt grova grövre grövst grövsta
länge: länge längre längst
långt: långt
gärna: gärna hellre helst
illa: illa värre värst värsta
nära: nära närmare närmast
närmast: närmaste
ofta: ofta oftare oftast
fort: fort fortare fortast
sen: sent sena senare senast senaste
tidig: tidig tidigt tidiga tidigare tidigast tidigaste
väl: väl
bort: bort
far: fader faderns fadern faders fäder fäderna fädernas far fars
mor: moder moderns moders mödrar mödrarna mödrarnas mor mors
bror: broder brodern broders bröder bröderna brödernas bror brors
slut: slutet slutets
hand: händer händerna händernas händers
studie: studie studien studier studierna studiens studiernas
stadium: stadium stadiet stadiets stadier stadierna
syster: syster systrar systrarna systern
första: första förste
andre: andre
tredje: tredje
fjärde: fjärde
femte: femte
sjätte: sjätte
sjunde: sjunde
åttonde: åttonde
nionde: nionde
tionde: tionde
till_exempel: t.ex. t.ex t.e.x. tex.
bland_annat: bl.a. bl.a bl.a.
så_kallad: s.k. s.k
med_mera: m.m. m.m
med_flera: m.fl. m.fl
det_vill_säga: d.v.s. d.v.s dvs. dvs
och_så_vidare: o.s.v. o.s.v osv. osv
från_och_med: fr.o.m. fr.o.m f.o.m. fr_o_m
till_och_med: t.o.m. t.o.m
på_grund_av: p.g.a. p.g.a pga
före_detta: f.d. f.d
i_och_med: i.o.m. i.o.m
och_dylikt: o.d. o.d o.dyl.
eller_dylikt: e.d. e.d e.dyl.
respektive: resp. resp
cirka: ca. ca c:a
nummer: nr. nr
klockan: kl. kl
exklusive: exkl. exkl
inklusive: inkl. inkl
jämför: jfr. jfr
procent: procent procents
"""

_ALONE = """
absolut tkr mkr mnkr mdkr tsek msek kr dnr alldeles relativt sen var vart allt alltmer alltså annorstädes bakom bakåt bara bekant blott
bortom bredvid direkt dock därmed
då där ens enbart
endast enkom enligt ett faktiskt framför framåt förhoppningsvis förmodligen förresten förstås först förut ganska genast
givetvis gärna helt hemma hittills hur här ibland inåt inne inte istället ja jo ju just kanske knappast knappt kvar lika likaså
likväl liksom längs medan möjligen möjligtvis naturligtvis ned nedan nedåt nej ner nere nog nu nyligen nyss nästan också omkring
ofta ovan ovanför plus precis redan runt samman sannolikt senast självfallet självklart snarare snarast snart särskilt så således sålunda
tillbaka tillika tills tillsammans tvärtom tyvärr under uppe uppenbart uppenbarligen uppåt ur ut utan ute utåt vad var varav
varför varken varvid vidare visserligen visst väl åtminstone än ändå ännu även överallt överens trots tack igen igenom mellan
mitt rätt genom med mot vid för av åt om på från inom utom inför inför sedan när utanför innan innanför ju desto till över efter före hos
bland kring eller men och samt att som om eftersom därför fast såväl både antingen dels i in fram upp hem dit hit vart åter ytterst
emot däremot emellan gentemot
"""

_DEPONENTS = """
andas avundas blygas brås dväljas envisas fattas finnas frodas färdas förefinnas förgås glädjas handskas hoppas hämnas idas kivas kräkas
kännas låtsas lyckas minnas misslyckas nalkas rymmas skämmas slåss svettas synas trivas trängas tyckas töras umgås
utspelas vantrivas vidkännas vistas vämjas åldras återfinnas ängslas brottas harmas nödgas mötas
"""


def _parse() -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in _FORMS.strip().splitlines():
        head, _, rest = line.partition(": ")
        for form in rest.split():
            forms.setdefault(form, head)
    return forms


FUNCTION_WORDS: Mapping[str, str] = MappingProxyType(_parse())
"""Form -> lemma."""

ALONE: frozenset[str] = frozenset(_ALONE.split()) - frozenset(FUNCTION_WORDS)
"""Words that are their own lemma, whatever their ending looks like."""

DEPONENTS: frozenset[str] = frozenset(_DEPONENTS.split())
"""Verbs that have -s in every form: their lemma keeps it."""
