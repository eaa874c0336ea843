"""Forms of strong and irregular Swedish verbs, which no ending gives away, with and without a prefix."""

from __future__ import annotations

from functools import cache

__all__ = ["strong_verb"]

# infinitive: past, supine, participle; a form that is as often a noun or adjective ("led", "band", "var") is left out
_VERBS = """
minnas: mindes mints, finnas: fanns funnits, slåss: slogs -, be: bad bett, binda: - bundit bunden, bita: bet bitit biten, bjuda:
bjöd bjudit bjuden, brinna: brann brunnit brunnen, brista: brast brustit brusten, bryta: bröt brutit bruten, bära: - burit buren,
dra: drog dragit dragen, dricka: drack druckit drucken, driva: drev drivit driven, duga: dög dugt, dö: dog dött, dölja: dolde -
dold, falla: föll fallit fallen, fara: - farit faren, finna: fann funnit funnen, flyga: flög flugit, flyta: flöt flutit, frysa:
frös frusit frusen, försvinna: försvann försvunnit försvunnen, ge: gav gett given, gjuta: göt gjutit gjuten, glida: gled glidit,
glädja: gladde -, gnida: gned gnidit, gripa: grep gripit gripen, gråta: grät gråtit, gå: gick gått gången, göra: gjorde gjort
gjord, heta: hette hetat, hinna: hann hunnit hunnen, hugga: högg huggit huggen, hålla: höll hållit hållen, kliva: klev klivit,
klyva: klöv kluvit kluven, knyta: knöt knutit knuten, komma: kom kommit kommen, krypa: kröp krupit, le: log lett, leda: ledde lett
ledd, lida: - lidit liden, ligga: - legat, ljuda: ljöd ljudit, ljuga: ljög ljugit, lyda: löd lytt, lägga: lade lagt lagd, låta:
lät låtit, njuta: njöt njutit, nypa: nöp nupit, rida: - ridit riden, rinna: rann runnit runnen, riva: - rivit riven, se: såg sett
sedd, sitta: satt suttit, sjunga: sjöng sjungit sjungen, sjunka: sjönk sjunkit sjunken, skilja: skilde skilt skild, skina: -
skinit, skjuta: sköt skjutit skjuten, skrida: skred skridit skriden, skrika: skrek skrikit, skriva: skrev skrivit skriven, skryta:
skröt skrutit, skära: skar skurit skuren, slippa: slapp sluppit, slita: slet slitit sliten, slå: slog slagit slagen, sluta: slöt
slutit sluten, smyga: smög smugit, smörja: smorde smort smord, sova: sov sovit, spricka: sprack spruckit sprucken, sprida: spred -
spridd, springa: sprang sprungit sprungen, sticka: stack stuckit stucken, stiga: - stigit stigen, stjäla: stal stulit stulen,
strida: stred stridit, stryka: strök strukit struken, stå: stod stått, supa: söp supit, svida: sved svidit, svika: svek svikit
sviken, svälja: svalde -, svälta: svalt svultit, svära: svor svurit svuren, sälja: sålde sålt såld, säga: sade sagt sagd, sätta:
satte satt satt, ta: tog tagit tagen, tiga: teg tigit, tjuta: tjöt tjutit, tryta: tröt trutit, tvinga: tvang tvungit, umgås:
umgicks umgåtts, vara: - varit, veta: visste vetat, vika: vek vikit viken, vinna: vann vunnit vunnen, vrida: vred vridit vriden,
välja: valde valt vald, vänja: vande vant vand, växa: växte vuxit vuxen, äta: - ätit äten, töras: tordes torts, böra: borde bort
"""
_PREFIXES = """
an av be bi bort efter emot er fast fram från för före genom hem hop igenom ihop in isär kvar loss lös med miss mot ned ner när om på sam
samman sönder till und undan under upp ur ut vid vidare åter över ombe påbe bibe tillbaka
"""
_PREFIXED = {"satt": "sätta", "satts": "sätta", "lett": "leda", "letts": "leda"}
_BARE = frozenset(["bad", "bads", "sov", "sken", "vant", "skar", "låg", "dog", "vek"])  # with a prefix these are nouns too often


@cache
def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for entry in _VERBS.replace("\n", " ").split(","):
        infinitive, _, rest = entry.strip().partition(": ")
        for form in rest.split()[:2]:
            if form != "-":
                forms.setdefault(form, infinitive)
                if not form.endswith("s"):
                    forms.setdefault(form + "s", infinitive)
    return forms


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(_PREFIXES.split())


@cache
def strong_verb(form: str, prefixed: bool = True) -> str | None:
    """Return the infinitive of a past or supine form of a strong or irregular verb, None if it is not one.

    Examples
    --------
    >>> strong_verb("skrev"), strong_verb("framgick"), strong_verb("kom"), strong_verb("krav")
    ('skriva', 'framgå', 'komma', None)
    """
    forms = _forms()
    if form in forms:
        return forms[form]
    for cut in range(2, len(form) - 2) if prefixed else ():
        rest = form[cut:]
        if rest in forms and rest not in _BARE and form[:cut] in _prefixes():
            return form[:cut] + _PREFIXED.get(rest, forms[rest])
    return None
