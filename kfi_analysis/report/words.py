"""What the reports say around the figures, in Swedish and English. One entry a word, both languages side by side."""

from __future__ import annotations

from kfi_analysis.errors import SettingError, did_you_mean

__all__ = ["LANGUAGES", "words"]

LANGUAGES = ("sv", "en")

_WORDS: dict[str, tuple[str, str]] = {
    "skip": ("Till innehållet", "Skip to the content"),
    "contents": ("Innehåll", "Contents"),
    "summary": ("Sammanfattning", "Summary"),
    "material": ("Material och metod", "Material and method"),
    "themes": ("Teman", "Themes"),
    "comparison": ("Jämförelse", "Comparison"),
    "topics": ("Ämnen", "Topics"),
    "actors": ("Aktörer och relationer", "Actors and relations"),
    "claims": ("Påståenden prövade mot materialet", "Claims held against the material"),
    "recommendations": ("Rekommendationer och utvecklingsområden", "Recommendations and areas for development"),
    "appendix_heading": ("Bilaga: passager och proveniens", "Appendix: passages and provenance"),
    "material_lead": (
        "Rapporten bygger på det material som anges här. Varje tal som är understruket öppnar de passager det räknats fram ur.",
        "The report rests on the material below. Every underlined number opens the passages that it was counted from.",
    ),
    "material_word_lead": (
        "Rapporten bygger på det material som anges här. Hakparenteser efter citat anger passagens nummer i bilagan till HTML-rapporten "
        "och i Excelfilens blad Passager.",
        "The report rests on the material below. Brackets after quotations give the passage's number in the appendix of the HTML report "
        "and in the sheet Passages of the Excel file.",
    ),
    "by_kind_caption": (
        "Materialet efter slag av källa. En källa är ett dokument, eller den enhet eller person som ett citerat utdrag kommer från.",
        "The material by kind of source. A source is a document, or the unit or person that a quoted excerpt comes from.",
    ),
    "source_kind": ("Källslag", "Source kind"),
    "sources": ("Källor", "Sources"),
    "sources_short": ("källor", "sources"),
    "passages": ("Passager", "Passages"),
    "passages_lower": ("passager", "passages"),
    "passage_lower": ("passage", "passage"),
    "more_relations": ("Fler relationer", "More relations"),
    "rest_in_excel": ("Resten finns i Excelfilen och i GraphML-filen.", "The rest is in the Excel file and the GraphML file."),
    "passage": ("Passage", "Passage"),
    "words": ("Ord", "Words"),
    "documents": ("Dokument", "Documents"),
    "title": ("Titel", "Title"),
    "municipality": ("Kommun", "Municipality"),
    "unit": ("Enhet", "Unit"),
    "group": ("Grupp", "Group"),
    "skipped": ("Det som inte kom med", "What was left out"),
    "source": ("Källa", "Source"),
    "what": ("Vad", "What"),
    "reason": ("Skäl", "Reason"),
    "count": ("Antal", "Count"),
    "limits": ("Begränsningar", "Limits"),
    "theme": ("Tema", "Theme"),
    "themes_lead": (
        "Andelen passager som bär varje tema. Under andelen står antal av alla passager och ett 95-procentigt intervall som tar hänsyn "
        "till att passager ur samma källa liknar varandra. Där intervallen överlappar kan materialet inte skilja grupperna åt.",
        "The share of passages that carry each theme. Below it: the number of all passages, and a 95 per cent interval that takes into "
        "account that passages of one source resemble each other. Where intervals overlap the material cannot tell the groups apart.",
    ),
    "profile_caption": (
        "Andel passager per tema; antal och intervall (bootstrap över källor).",
        "Share of passages per theme; counts and interval (bootstrap over sources).",
    ),
    "valence": ("Styrkor och utmaningar", "Strengths and challenges"),
    "valence_caption": (
        "Hur passagerna under varje tema värderar det de talar om.",
        "How the passages of each theme judge what they speak of.",
    ),
    "phase": ("Skede", "Phase"),
    "phase_caption": ("När det som passagerna talar om hände.", "When that happened which the passages speak of."),
    "uncoded": ("Passager utan tema", "Passages without a theme"),
    "of": ("av", "of"),
    "code_definitions": ("Så är temana avgränsade", "How the themes are defined"),
    "masked": ("dolt", "masked"),
    "masked_help": (
        "Dolt: bygger på färre intervjupersoner än gränsen för redovisning.",
        "Masked: rests on fewer interviewees than the limit for reporting.",
    ),
    "caution": ("Att tänka på först", "To consider first"),
    "comparison_caption": (
        "Skillnader mellan grupper i procentenheter, med permutationstest. q är p korrigerat för antalet jämförelser (Benjamini–Hochberg).",
        "Differences between groups in percentage points, with a permutation test. q is p corrected for the number of comparisons "
        "(Benjamini–Hochberg).",
    ),
    "difference": ("Skillnad", "Difference"),
    "judgement": ("Bedömning", "Judgement"),
    "keywords": ("Utmärkande ord", "Keywords"),
    "keywords_lead": (
        "Ord som är vanligare i gruppen än i de andra och spridda över flera dokument.",
        "Words that are more frequent in the group than in the others and spread over several documents.",
    ),
    "share": ("andel", "share"),
    "recurrence": ("återkomst", "recurrence"),
    "quality": (
        "Hur väl ämnena håller. Läs varje mått bredvid sin slumpnivå.",
        "How well the topics hold. Read each measure beside its chance level.",
    ),
    "measure": ("Mått", "Measure"),
    "value": ("Värde", "Value"),
    "chance": ("Slumpnivå", "By chance"),
    "interval": ("95 %-intervall", "95 % interval"),
    "most_tied": ("De aktörer som binds till flest andra", "The actors tied to most others"),
    "actors_caption": (
        "Omnämnanden, antal andra aktörer som de binds till (med intervall över avsnitt) och antal utsagor. "
        "Aktörer vars intervall överlappar ska inte rangordnas.",
        "Mentions, number of other actors they are tied to (with interval over sections) and number of statements. "
        "Actors whose intervals overlap should not be ranked.",
    ),
    "actor": ("Aktör", "Actor"),
    "level": ("Nivå", "Level"),
    "mentions": ("Omnämnanden", "Mentions"),
    "partners": ("Partner", "Partners"),
    "statements": ("Utsagor", "Statements"),
    "relations": ("Relationer", "Relations"),
    "relations_caption": (
        "Antal utsagor som beskriver relationen som fungerande (+), utan värdering (0) och som bristande eller önskad (−).",
        "Number of statements that describe the relation as working (+), without judgement (0), and as lacking or wished for (−).",
    ),
    "from": ("Från", "From"),
    "to": ("Till", "To"),
    "direction": ("Riktning", "Direction"),
    "type": ("Slag", "Type"),
    "evidence": ("Belägg", "Evidence"),
    "claim": ("Påstående", "Claim"),
    "verdict": ("Utfall", "Verdict"),
    "claims_lead": (
        "Varje påstående har en prövning och en beslutsregel som bestämdes innan materialet räknades.",
        "Each claim has a test and a decision rule that were set before the material was counted.",
    ),
    "addressee": ("Till", "Addressee"),
    "recommendation": ("Rekommendation", "Recommendation"),
    "recommendations_lead": (
        "Rekommendationer som står i materialet, med dem de riktas till.",
        "Recommendations that stand in the material, with those they are addressed to.",
    ),
    "areas": ("Områden att pröva vidare", "Areas to look into"),
    "areas_lead": (
        "Ett underlag för människors bedömning, ordnat efter hur många källor som talar om svårigheter; områden vars intervall överlappar "
        "delar plats. Det är ingen slutsats.",
        "A basis for people's judgement, ordered by how many sources speak of difficulties; areas whose intervals overlap share a rank. "
        "It is not a conclusion.",
    ),
    "rank": ("Plats", "Rank"),
    "share_of_sources": ("Andel källor", "Share of sources"),
    "held": ("Studiens rekommendationer mot materialet", "The study's recommendations against the material"),
    "held_lead": (
        "Hur många passager som talar för och emot varje rekommendation i studien, och från hur många källor.",
        "How many passages speak for and against each recommendation of the study, and from how many sources.",
    ),
    "strength": ("Stöd", "Support"),
    "speak_for": ("För", "For"),
    "speak_against": ("Emot", "Against"),
    "area": ("Område", "Area"),
    "why": ("Varför", "Why"),
    "show": ("visa", "show"),
    "all_passages": ("Alla passager", "All passages"),
    "provenance": ("Proveniens: version, indata, inställningar", "Provenance: version, inputs, settings"),
    "close": ("Stäng", "Close"),
    "show_more": ("Visa fler", "Show more"),
    "open_passages": ("öppna passagerna", "open the passages"),
    "text": ("Text", "Text"),
    "figure_topics_caption": (
        "De tyngsta orden i varje ämne. Streckade ämnen är sköra, prickade kan inte skiljas från slump.",
        "The heaviest words of each topic. Hatched topics are fragile, dotted ones cannot be told from chance.",
    ),
    "alt_topics": (
        "Stapeldiagram över de tyngsta orden i {n} ämnen. Orden står också i listan nedan.",
        "Bar charts of the heaviest words of {n} topics. The words also stand in the list below.",
    ),
    "figure_network": ("Aktörer och relationer", "Actors and relations"),
    "figure_network_caption": (
        "Aktörerna och de relationer som flest utsagor talar om. Heldragen linje: mest fungerande; streckad: mest bristande.",
        "The actors and the relations that most statements speak of. Solid line: mostly working; dashed: mostly lacking.",
    ),
    "alt_network": (
        "Nätverk av {n} aktörer. Relationerna står också i tabellen nedan.",
        "Network of {n} actors. The relations also stand in the table below.",
    ),
    "share_of_passages": ("Andel passager", "Share of passages"),
    "figure_profile": ("Teman efter {by}", "Themes by {by}"),
    "figure_profile_caption": (
        "Andel passager per tema med 95-procentigt intervall. En öppen punkt saknar intervall: färre än tre källor.",
        "Share of passages per theme with 95 per cent interval. An open dot has no interval: fewer than three sources.",
    ),
    "alt_profile": (
        "Punktdiagram: andel passager efter {by} för temana {codes}. Samma tal står i tabellen nedan.",
        "Dot plot: share of passages by {by} for the themes {codes}. The same figures stand in the table below.",
    ),
    "figure_comparison": ("Teman efter {by}", "Themes by {by}"),
    "figure_dumbbell_caption": (
        "Andel passager per tema i varje grupp, med 95-procentigt intervall. Grupperna har olika form och färg.",
        "Share of passages per theme in each group, with 95 per cent interval. Groups differ in shape and colour.",
    ),
    "figure_heatmap_caption": (
        "Andel passager per tema i varje grupp, i procent.",
        "Share of passages per theme in each group, in per cent.",
    ),
    "alt_comparison": (
        "Diagram: andel passager per tema efter {by}. Skillnaderna står i tabellen nedan.",
        "Chart: share of passages per theme by {by}. The differences stand in the table below.",
    ),
    "all_material": ("Hela materialet", "All material"),
    "date": ("Datum", "Date"),
    "by": ("Indelning", "Grouped by"),
    "share_cap": ("Andel", "Share"),
    "low": ("Lägst", "Low"),
    "high": ("Högst", "High"),
    "topic": ("Ämne", "Topic"),
    "method": ("Metod", "Method"),
    "step": ("Steg", "Step"),
    "settings": ("Inställningar", "Settings"),
    "xlsx_front": ("Läs mig", "Read me"),
    "xlsx_sheet": ("Blad", "Sheet"),
    "xlsx_holds": ("Innehåll", "Holds"),
    "xlsx_documents": ("Ett dokument per rad, med metadata.", "One document a row, with metadata."),
    "xlsx_skipped_name": ("Kom inte med", "Left out"),
    "xlsx_themes": (
        "Andel passager per tema och grupp: antal, n, andel och 95-procentigt intervall (0–1). Numren leder till bladet Passager.",
        "Share of passages per theme and group; count, n, share and 95 per cent interval (0–1). Numbers lead to the sheet Passages.",
    ),
    "xlsx_valence_name": ("Värdering och skede", "Valence and phase"),
    "xlsx_valence": ("Andel passager per tema efter värdering och skede.", "Share of passages per theme by valence and phase."),
    "xlsx_topics": ("Ett ämne per rad, med ord, andel och återkomst.", "One topic a row, with words, share and recurrence."),
    "xlsx_quality_name": ("Ämnenas kvalitet", "Topic quality"),
    "xlsx_actors_name": ("Aktörer", "Actors"),
    "xlsx_claims_name": ("Påståenden", "Claims"),
    "xlsx_recommendations_name": ("Rekommendationer", "Recommendations"),
    "xlsx_held_name": ("Stöd för rekommendationer", "Support of recommendations"),
    "xlsx_areas_name": ("Utvecklingsområden", "Areas"),
    "xlsx_passages": ("Alla passager med nummer, källa och teman.", "All passages with number, source and themes."),
    "xlsx_provenance_name": ("Proveniens", "Provenance"),
    "contents_hint": ("Högerklicka och välj Uppdatera fält för sidnummer.", "Right-click and choose Update field for page numbers."),
    "figure": ("Figur", "Figure"),
    "table": ("Tabell", "Table"),
    "theme_quote_lead": ("Passager som bär temat, ett urval:", "Passages that carry the theme, a selection:"),
    "excerpts": ("utdrag", "excerpts"),
    "missing": ("ej angivet", "not stated"),
}


def words(language: str) -> dict[str, str]:
    """Return the words of one language.

    Raises
    ------
    SettingError
        If the language is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise SettingError(f"language {language!r} is unknown: {did_you_mean(language, LANGUAGES)}")
    at = LANGUAGES.index(language)
    return {key: pair[at] for key, pair in _WORDS.items()}
