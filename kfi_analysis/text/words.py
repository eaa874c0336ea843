"""Sets of Swedish words for counting: stop words, negations and markers of modality.

The stop words are closed-class words and auxiliaries, gone through one by one. Words that judge ("bra", "god", "viktig", "tyvärr") and
words that carry the themes of an evaluation ("beslut", "stöd", "tid") are not among them, and neither are the negations.
"""

from __future__ import annotations

__all__ = ["MODALITY", "NEGATIONS", "STOP_WORDS"]

_NEGATIONS = """
inte ej icke inga ingen ingenting inget intet ingens ingenstans ingendera ingalunda aldrig varken knappast knappt föga utan
"""
NEGATIONS: frozenset[str] = frozenset(_NEGATIONS.split())
"""Words that turn what they stand with into its opposite. "Utan" is also a conjunction ("inte A utan B")."""

_MODALITY = """
kan kunde kunna kunnat ska skall skulle skola bör borde böra bort måste får fick få fått vill ville vilja velat behöver behövde behöva
behövt behövs torde lär må måtte tål kanske kanhända måhända möjligen möjligtvis eventuellt troligen troligtvis sannolikt förmodligen
antagligen nog väl visst säkert säkerligen givetvis självklart förstås naturligtvis förhoppningsvis uppenbarligen uppenbart tydligen
tycks verkar synes förefaller antas bedöms anses uppfattas förväntas nödvändigtvis absolut
"""
MODALITY: frozenset[str] = frozenset(_MODALITY.split())
"""Words that say how certain, possible, allowed, wanted or required something is."""

_STOP_WORDS = """
jag mig mej min mitt mina du dig dej din ditt dina han honom hans hon henne hennes hen hens den det dess vi oss vår vårt våra ni er ert
era de dem dom deras sig sej sin sitt sina man ens en ett denna denne detta dessa dennes dessas någon något några någons nån nåt nåra
någonting annan annat andra annans andras all allt alla allas allting vilken vilket vilka vilkas vars vad vem vems som sådan sådant
sådana sån sånt såna varje var vart vardera varandra varandras varann själv självt själva samma båda bägge ena endera
och eller samt men för att om när då medan eftersom därför ty så såsom än fast fastän ifall både antingen dels ju desto såväl liksom
huruvida innan förrän tills därest
i på av till från ifrån med vid under över mellan emellan mot emot genom hos kring omkring runt enligt efter före inför inom utom
utanför innanför ur åt bland ibland sedan sen per via gentemot beträffande angående gällande avseende rörande ned ner upp in ut fram
bort hem framför bakom bredvid intill
här där hit dit hur varför varifrån vartill nu också även bara endast dock alltså således därmed därefter därtill därvid därav däri
därigenom därom däremot dessutom emellertid snarare istället ändå just redan ännu igen nyss åter likaså likväl sålunda härmed härigenom
härtill härav varav varvid varpå varmed varigenom varefter hädanefter dessförinnan däremellan vidare respektive
är var varit vara vore varande har hade haft ha bli blir blev blivit ska skall skulle kan kunde kunnat kunna vill ville velat vilja bör
borde böra måste får fick fått få gör gjorde gjort göra kommer kom kommit komma lär torde må måtte
mycket mer mera mest många fler flera flest flesta lite litet ganska rätt väldigt alltför tämligen helt delvis nästan cirka ungefär
ja nej jo t.ex. t.ex bl.a. bl.a m.m. m.fl. d.v.s. dvs dvs. s.k. o.s.v. osv osv. etc etc. p.g.a. pga fr.o.m. t.o.m. resp resp. kl kl. nr
nr. ca ca. c:a jfr exkl inkl f.d. e.d. o.d. i.o.m.
"""
STOP_WORDS: frozenset[str] = frozenset(_STOP_WORDS.split())
"""Words left out of counts by default, in small letters; none of them judges, negates or names a theme."""
