"""Swedish closed-class words and what they are forms of, from a grammar's lists.

The lemma of a pronoun is its subject form ("våra" -> "vi"), that of an article or determiner its common-gender singular ("det" -> "den",
"ett" -> "en", "dessa" -> "denna"); auxiliaries have the infinitive.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["FUNCTION_WORDS"]

_FORMS = """
jag: jag mig mej min mitt mina
du: du dig dej din ditt dina
han: han honom hans
hon: hon henne hennes
den: den det dess
vi: vi oss vår vårt våra
ni: ni er ert era eder
de: de dem dom deras
sig: sig sej sin sitt sina
man: man
en: en ett
denna: denna denne detta dessa dennes dessas
någon: någon något några nån nåt nåra någons
ingen: ingen inget inga ingens
annan: annan annat andra andras annans
all: all allt alla allas
vilken: vilken vilket vilka vilkas vilkens
sådan: sådan sådant sådana sån sånt såna
varje: varje
själv: själv självt själva
samma: samma samme
många: många fler flera flest flesta
mycket: mycket mer mera mest mesta
lite: lite litet mindre minst
få: få färre
vara: är var varit vara vore
ha: har hade haft ha hava
bli: blir blev blivit bli bliva blevo bleve
skola: ska skall skulle skolat skola
kunna: kan kunde kunnat kunna
vilja: vill ville velat vilja
böra: bör borde bort böra
få: får fick fått
måste: måste
göra: gör gjorde gjort göra görs gjordes
komma: kommer kom kommit komma
varandra: varandra varann varandras
båda: båda bägge bådas
god: god gott goda
bra: bra bättre bäst bästa
dålig: dålig dåligt dåliga sämre sämst sämsta
liten: liten litet lilla små
gammal: gammal gammalt gamla äldre äldst äldsta
ung: ung ungt unga yngre yngst yngsta
stor: stor stort stora större störst största
lång: lång långt långa
länge: länge längre längst
gärna: gärna hellre helst
nära: nära närmare närmast
ofta: ofta oftare oftast
till_exempel: t.ex. t.ex t.e.x.
bland_annat: bl.a. bl.a
så_kallad: s.k. s.k
"""


def _parse() -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in _FORMS.strip().splitlines():
        head, _, rest = line.partition(":")
        for form in rest.split():
            forms.setdefault(form, head)
    return forms


FUNCTION_WORDS: Mapping[str, str] = MappingProxyType(_parse())
