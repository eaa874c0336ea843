"""Words that are names of people, and words that are not: common given names, surnames and their endings, places, bodies, titles.

Written from general knowledge of Swedish naming; no register of persons lies behind it. A name that is not here is found by its context.
Place names are those of Sweden's municipalities and counties, and some regions and countries.
"""

from __future__ import annotations

from functools import cache

__all__ = ["body_endings", "given_names", "labels", "often_words", "places", "surname_endings", "surnames", "titles", "weak_endings"]

_GIVEN = """
Abbe Abdi Abdirahman Abdul Abdullah Abraham Adam Adnan Adrian Agnes Agneta Ahmad Ahmed Aina Aisha Aksel Albert Albin Aleksander Alex
Alexander Alexandra Alf Alfred Ali Alice Alicia Allan Alma Alva Alvar Alve Alvin Amal Amanda Ameer Amelia Amin Amina Amir Amira Anders
Anders-Petter Andreas Anette Angelica Anita Ann Ann-Charlotte Ann-Christin Ann-Marie Ann-Sofie Anna Anna-Karin Anna-Lena Anne Anneli
Annelie Annette Annica Annie Annika Annmarie Anton Arash Arne Aron Artur Arvid Asta Astrid August Aurora Axel Barbro Bashar Beata Beatrice
Bengt Bengt-Åke Benjamin Berit Bernt Bertil Bilal Bill Birger Birgit Birgitta Björn Bo Bob Boris Bosse Brita Britt Britt-Marie Börje
Camilla Carin Carina Carl Carl-Johan Carola Carolina Caroline Casper Catarina Catharina Cecilia Charles Charlie Charlotta Charlotte
Christel Christer Christian Christin Christina Christoffer Christopher Claes Claes-Göran Clara Colin Conny Cornelia Crister Curt Dag
Dagmar Dagny Dan Daniel Daniela Dariush David Denis Denise Dennis Diana Dick Doris Dragan Ebba Ebbe Eddie Edgar Edith Edvard Edvin Egon
Einar Eira Eivor Elena Eleonora Elias Elin Elina Elis Elisa Elisabet Elisabeth Elise Ella Ellen Ellinor Elliot Elmer Elsa Elsie Elton
Elvin Elvira Elvy Emanuel Emelie Emil Emilia Emilie Emma Emmy Enar Eric Erica Erik Erika Erland Erling Ernst Eskil Estelle Ester Eva
Evelina Evert Fabian Fadumo Farid Fatima Fatma Felicia Felix Ferdinand Filip Filippa Folke Frank Frans Fred Fredrik Frej Freja Frida
Fritiof Gabriel Gabriella Georg George Gerd Gert Gertrud Gilbert Glenn Gottfrid Greger Greta Gudrun Gun Gunbritt Gunhild Gunilla Gunnar
Gunnel Gunvor Gustaf Gustav Göran Gösta Göte Hadi Hala Halima Hamid Hampus Hamza Hanna Hannah Hannes Hans Hans-Erik Harald Harry Hasan
Hassan Hedda Hedvig Helen Helena Helene Helga Helge Helmer Heléne Hendrik Henning Henric Henrietta Henrik Henry Herbert Herman Hilda Hilma
Hjalmar Holger Hossein Hugo Husein Hussein Håkan Ibrahim Ida Idris Igor Ilias Inga Ingalill Inge Ingeborg Ingegerd Ingegärd Ingemar Inger
Ingmar Ingrid Ingvar Irene Iris Irma Isabell Isabella Isabelle Isac Isak Ismail Ivan Ivar Jack Jacob Jakob Jamal James Jan Jan-Erik
Jan-Olof Jan-Åke Jasmine Jeanette Jenny Jens Jerker Jesper Jessica Jim Jimmie Jimmy Joachim Joakim Joar Joel Johan Johanna Johannes John
Johnny Jon Jonas Jonatan Jonathan Jonna Jonny Jordan Josef Josefin Josefina Josefine Joseph Jovan Juan Judith Juhani Julia Julian Julius
Juni Jussi Jöns Jörgen Kai Kaj Kajsa Kalle Karim Karin Karl Karl-Erik Karl-Johan Karolina Kasper Katarina Katja Kennet Kenneth Kent
Kerstin Kevin Khaled Khalid Kicki Kim Kjell Klara Klas Knut Krister Kristian Kristina Kristofer Kristoffer Kurt Lage Laila Lara Lars
Lars-Erik Lars-Göran Lars-Åke Lasse Leif Leila Lena Leni Lennart Leo Leon Leonard Levi Li Liam Lilian Lilly Lina Linda Linn Linnea Linnéa
Linus Lisa Lisbet Lisbeth Lise Liselott Liselotte Liv Livia Loke Loui Louis Louise Lova Love Lovisa Lucas Lucia Ludvig Lukas Luna Lydia
Mahmoud Maj Maj-Britt Maja Majid Malena Malin Malte Manuel Marco Marcus Margareta Margaretha Margit Maria Mariam Marianne Marie
Marie-Louise Marika Marina Mario Marita Markus Marlene Marta Martin Martina Maryam Mathias Mathilda Matilda Mats Matteo Matthias Mattias
Mattis Maud Max Maximilian Mehdi Melker Melvin Melwin Mia Michael Michaela Mikael Mikaela Mila Milan Milo Milton Mimmi Mina Mira Miriam
Moa Mohamad Mohamed Mohammad Mohammed Molly Mona Monica Monika Morgan Morris Moses Muhammad Mustafa My Märta Måns Mårten Nadia Nadim Nadja
Nasrin Natalia Natalie Natanael Nathalie Nathan Nellie Nicholas Nicklas Niclas Nicolas Nicole Niklas Nikola Nils Nils-Erik Nina Noah Noel
Noor Nora Nova Novak Ola Olaf Olav Ole Olga Oliver Olivia Olle Olof Olov Omar Orvar Oscar Oskar Osman Osvald Ottilia Otto Ove Owe Patric
Patrick Patrik Paul Paula Paulina Peder Pelle Per Per-Erik Per-Olof Pernilla Peter Petra Petter Philip Pia Pontus Pär Ragnar Ragnhild
Rahma Ralf Rami Ramin Ranja Rasmus Ray Rebecca Rebecka Regina Reine Reza Richard Rickard Rikard Rita Robert Robin Roger Roland Rolf Rolle
Ronald Ronja Ronny Rosa Rosita Roy Ruben Runar Rune Rut Ruth Saeed Saga Sahar Said Salim Sam Sami Samir Samira Samuel Sander Sandra Sanna
Sara Sarah Sebastian Selma Sergej Serkan Seth Shirin Sigfrid Sigge Signe Sigrid Sigurd Sigvard Simon Simone Siri Siv Sivert Sixten Sofia
Sofie Sonja Sophia Staffan Stefan Stella Stellan Sten Sten-Åke Stephan Stig Stig-Åke Stina Sture Sune Sunniva Susan Susann Susanna Susanne
Svante Svea Sven Sven-Erik Sven-Olof Sverker Sylvia Tage Tanja Tara Tarek Tariq Tea Ted Teddy Teodor Teresa Terese Thea Theo Theodor
Therese Thomas Thor Thorbjörn Thore Tilda Tilde Tim Timo Timothy Tina Tindra Tobias Tom Tomas Tommie Tommy Tony Tora Torbjörn Tord Tore
Torgny Torkel Torsten Torvald Tove Truls Ture Tuva Tyra Ulf Ulla Ulla-Britt Ulrica Ulrik Ulrika Uno Urban Ursula Valdemar Valter Vanja
Vega Vendela Vera Veronica Veronika Victor Victoria Vidar Viggo Viktor Viktoria Vilda Vilgot Vilhelm Ville Vilma Vincent Viola Viveka
Vivianne Vlado Waldemar Walter Werner Wiktor Wilhelm William Wilma Wilmer Xerxes Yahya Yasmin Ylva Yngve Yosef Yousef Youssef Yusef Yusuf
Yvonne Zacharias Zahra Zainab Zakaria Zeinab Zlatan Zoran Åke Åsa Öllegård Örjan Östen
"""

_ALSO_WORDS = """
Adam Alex Ali Alma Ann Art August Aurora Bill Björn Bo Bob Boris Charlie Dag Dan Dick Ester Florence Frank Georg Hala Hans Hugo Inga Iris
Jack Jordan Juni Kent Kim Klara Lage Lara Leo Li Lina Linn Liv Lova Love Lucia Luna Maj Mats Max Mia Milan Mina Mira My Noor Nora Nova Ola
Otto Ove Paris Per Ray Regina Rosa Rut Saga Said Sam Siv Stella Sten Stig Sune Tage Tea Tim Tom Tora Tore Tove Ture Uno Urban Ursula Vega
Vera Victoria Viola
"""

_SURNAMES = """
Abdi Ahmed Ali Alm Almqvist Andersson Ask Asp Axelsson Bengtsson Berg Bergman Bergström Björk Björklund Blom Bodin Boman Borg Boström
Brandt Brodin Bäck Bäckström Carlsson Claesson Dahl Dahlberg Dahlgren Danielsson Edlund Ek Eklund Ekman Ekström Eliasson Engström Ericsson
Eriksson Falk Fast Forsberg Forslund Fransson Fredriksson Frisk Gunnarsson Gustafsson Gustavsson Haddad Hagberg Hall Hansen Hansson Hassan
Hed Hedberg Hedlund Hedman Hellström Henriksson Hermansson Holm Holmberg Holmgren Holmqvist Holmström Hussein Håkansson Ibrahim Ivarsson
Jakobsson Jansson Jensen Johansson Johnsson Jonasson Jonsson Karlsson Khan Kjellberg Kovač Kowalski Larsson Leijon Lilja Lind Lindahl
Lindberg Lindblad Lindblom Lindell Lindgren Lindholm Lindqvist Lindström Lund Lundberg Lundell Lundgren Lundin Lundqvist Lundström Löf
Löfgren Magnusson Malm Malmberg Martinsson Mattsson Mohamed Mohammed Molin Månsson Mårtensson Möller Nguyen Nielsen Nilsson Norberg Nord
Nordin Nordström Norén Nyberg Nygren Nyman Nyström Olofsson Olsson Osman Persson Petersson Pettersson Pålsson Quist Roos Rosén Rydberg
Samuelsson Sandberg Sandström Sjöberg Sjögren Sjöström Skog Sköld Strand Strandberg Ström Ståhl Sundberg Sundqvist Sundström Svensson
Söderberg Söderström Tran Viklund Wahlberg Wahlström Wallgren Wallin Wiklund Wikström Åberg Åkerlund Åkesson Åström Öberg Öhman Öman
Östlund
"""

_PLACES = """
Afghanistan Ale Alingsås Alvesta Aneby Arboga Arjeplog Arvidsjaur Arvika Askersund Avesta Baltikum Bengtsfors Berg Bjurholm Bjuv Blekinge
Boden Bohuslän Bollebygd Bollnäs Borgholm Borlänge Borås Botkyrka Boxholm Bromölla Bräcke Burlöv Båstad Dalarna Dals-Ed Dalsland Danderyd
Danmark Degerfors Dorotea Eda Edet Ekerö Eksjö Emmaboda England Enköping Eskilstuna Eslöv Essunga EU Europa Fagersta Falkenberg Falköping
Falun Filipstad Finland Finspång Flen Forshaga Frankrike Fristad Färgelanda Gagnef Gislaved Gnesta Gnosjö Gotland Grums Grästorp Gullspång
Gällivare Gävle Gävleborg Göinge Göta Götaland Göteborg Götene Habo Hagfors Halland Hallsberg Hallstahammar Halmstad Hammarö Haninge
Haparanda Heby Hedemora Helsingborg Herrljunga Hisingen Hjo Hofors Huddinge Hudiksvall Hultsfred Hylte Hällefors Härjedalen Härnösand
Härryda Hässleholm Håbo Höganäs Högsby Hörby Höör Irak Iran Island Italien Jokkmokk Jämtland Järfälla Jönköping Kalix Kalmar Karlsborg
Karlshamn Karlskoga Karlskrona Karlstad Katrineholm Kil Kina Kinda Kiruna Klippan Knivsta Kramfors Kristianstad Kristinehamn Krokom
Kronoberg Kumla Kungsbacka Kungsör Kungälv Kävlinge Köping Laholm Landskrona Laxå Lekeberg Leksand Lerum Lessebo Lidingö Lidköping Lilla
Lindesberg Linköping Ljungby Ljusdal Ljusnarsberg Lomma Ludvika Luleå Lund Lycksele Lysekil Malmö Malung-Sälen Malå Mariestad Mark
Markaryd Mellerud Mjölby Mora Motala Mullsjö Munkedal Munkfors Mölndal Mönsterås Mörbylånga Nacka Nora Norberg Nordanstig Norden
Nordmaling Nordstan Norge Norrbotten Norrby Norrköping Norrland Norrtälje Norsjö Nybro Nykvarn Nyköping Nynäshamn Nässjö Ockelbo Olofström
Orsa Orust Osby Oskarshamn Ovanåker Oxelösund Pajala Partille Perstorp Piteå Polen Ragunda Robertsfors Ronneby Ryssland Rättvik Sala Salem
Sandared Sandviken Sigtuna Simrishamn Sjuhärad Sjuhäradsbygden Sjöbo Skara Skaraborg Skellefteå Skinnskatteberg Skurup Skåne Skövde
Smedjebacken Småland Sollefteå Sollentuna Solna Somalia Sorsele Sotenäs Spanien Staffanstorp Stenungsund Stockholm Storfors Storuman
Strängnäs Strömstad Strömsund Sundbyberg Sundsvall Sunne Surahammar Svalöv Svealand Svedala Svenljunga Sverige Syrien Säffle Säter Sävsjö
Söderhamn Söderköping Södermanland Södertälje Sölvesborg Tanum Tibro Tidaholm Tierp Timrå Tingsryd Tjörn Tomelilla Torsby Torsås Tranemo
Tranås Trelleborg Trollhättan Trosa Turkiet Tyresö Tyskland Täby Töreboda Uddevalla Ukraina Ulricehamn Umeå Upplands Upplands-Bro Uppsala
Uppvidinge USA Vadstena Vaggeryd Valdemarsvik Vallentuna Vansbro Vara Varberg Vaxholm Vellinge Vetlanda Vilhelmina Vimmerby Vindeln
Vingåker Viskafors Vänersborg Vännäs Värmdö Värmland Värnamo Väsby Västerbotten Västernorrland Västervik Västerås Västmanland Västra Växjö
Vårgårda Ydre Ystad Älmhult Älvdalen Älvkarleby Älvsbyn Ängelholm Åmål Ånge Åre Årjäng Åsele Åstorp Åtvidaberg Öckerö Ödeshög Öland Örebro
Örkelljunga Örnsköldsvik Östergötland Östersund Österåker Östhammar Östra Överkalix Övertorneå
"""

_BODY_ENDINGS = """
nämnd nämnden nämnder nämnderna nämndens förvaltning förvaltningen förvaltningens förvaltningarna styrelse styrelsen styrelsens verk verket
verkets myndighet myndigheten myndighetens kontor kontoret kontorets skola skolan skolans bolag bolaget bolagets enhet enheten enhetens råd
rådet rådets avdelning avdelningen avdelningens kommun kommunen kommunens regionen regionens stad staden stadens län länet länets utskott
utskottet utskottets fullmäktige förbund förbundet förbundets stiftelse stiftelsen förening föreningen universitet universitetet högskola
högskolan institut institutet sjukhus sjukhuset vård vården gruppen grupp staben stab ledning ledningen centrum center hus huset bostäder
energi miljö teknik park gatan gata vägen väg torget torg platsen plan planen program programmet lag lagen balken projekt projektet
mottagning mottagningen departementet departement domstol domstolen polisen partiet partierna demokraterna församling församlingen bibliotek
biblioteket museet museum tidning tidningen utredning utredningen rapport rapporten policy riksdagen regeringen ombudsmannen
inspektionen revisionen revisorerna kansli kansliet kanslier byrån byrå
"""

_LABELS = """
Dnr Datum Sida Bilaga Telefon Tel Fax Mobil Postadress Besöksadress Hemsida Webbplats E-post Epost Instans Diarienummer Ärende Beslut
Beslutsunderlag Budget Prognos Utfall Tabell Figur Diagram Kapitel Avsnitt Hearing Självvärdering Intervju Intervjureferat Protokoll
Paragraf Adress Box AB HB KB Stad Stads Kommun Region Län Tertial Tkr Mnkr Projekt Centrala Sociala Tekniska Svenska Nationella Offentligt
Statens Visionen Skola Fokusområde Policy Uppdrag Indikator Mål Nyckeltal Total Summa Netto Kostnader Intäkter Januari Februari Mars April
Maj Juni Juli Augusti September Oktober November December Måndag Tisdag Onsdag Torsdag Fredag Lördag Söndag Covid Corona Center Info
Mobile Jobb Basket Energi Djurpark Elnät Högsta Norra Södra Östra Västra Nya Gamla Stora Lilla Sankt
"""

_TITLES = """
ordförande ordföranden vice ledamot ledamoten ersättare ersättaren förvaltningschef förvaltningschefen verksamhetschef verksamhetschefen
enhetschef enhetschefen avdelningschef avdelningschefen områdeschef sektionschef chef chefen rektor rektorn biträdande förskolechef
kommunalråd kommunalrådet oppositionsråd borgmästare kommundirektör kommundirektören stadsdirektör stadsdirektören kommunchef direktör
direktören generaldirektör generaldirektören vd ekonomichef ekonomichefen personalchef hr-chef it-chef säkerhetschef säkerhetschefen
beredskapssamordnare kommunikationschef kommunikatör kommunikatören revisor revisorn revisorer sakkunnig sekreterare sekreteraren
nämndsekreterare kommunsekreterare registrator handläggare handläggaren utredare utredaren utvecklare strateg kvalitetsstrateg
organisationsutredare samordnare samordnaren projektledare projektledaren controller ekonom jurist juristen kommunjurist stadsjurist
socialsekreterare socialsekreteraren kurator kuratorn lärare läraren läkare läkaren smittskyddsläkare sjuksköterska sjuksköterskan
undersköterska överläkare professor professorn docent docenten lektor forskare forskaren doktor dr fil universitetslektor herr fru fröken
minister ministern statsminister statsministern landshövding landshövdingen riksdagsledamot kollega kollegan medarbetaren
kontaktperson kontaktpersonen föredragande justerare journalist journalisten advokat advokaten biskop kyrkoherde
"""

_STRONG = """
sson sdotter strom stroem qvist kvist quist gren lof lov ssen lund blad blom strand feldt felt ius ander elius skold hjelm stedt stjerna
crantz krantz svard hult vall wall rud roth mann sjo holtz ovic evic enko wski wska cki cka ian zadeh pour oglu
"""

_WEAK = "berg dahl dal holm man ell in en er and borg stad stam lind gard rot ing"


@cache
def given_names() -> frozenset[str]:
    """Return common given names, small letters, without regard to diacritics (see `plain`)."""
    return frozenset(plain(name) for name in _GIVEN.split())


@cache
def often_words() -> frozenset[str]:
    """Return the given names that are also words or place names: alone they prove nothing."""
    return frozenset(plain(name) for name in _ALSO_WORDS.split())


@cache
def surnames() -> frozenset[str]:
    """Return common surnames."""
    return frozenset(plain(name) for name in _SURNAMES.split())


@cache
def surname_endings() -> tuple[str, ...]:
    """Return endings that hardly any word but a surname has."""
    return tuple(_STRONG.split())


@cache
def weak_endings() -> tuple[str, ...]:
    """Return endings of surnames that places and words have too: proof only beside a given name."""
    return tuple(_WEAK.split())


@cache
def places() -> frozenset[str]:
    """Return names of municipalities, counties, regions and countries."""
    return frozenset(plain(name) for name in _PLACES.split())


@cache
def body_endings() -> tuple[str, ...]:
    """Return endings of bodies, offices, streets and documents."""
    return tuple(plain(ending) for ending in _BODY_ENDINGS.split())


@cache
def labels() -> frozenset[str]:
    """Return capitalised words of forms, tables and headings."""
    return frozenset(plain(word) for word in _LABELS.split())


@cache
def titles() -> frozenset[str]:
    """Return titles and roles, small letters."""
    return frozenset(plain(word) for word in _TITLES.split())


_PLAIN = str.maketrans("åäöéèêëáàâãóòôõøúùûüíìîïçñćčšžýłźśńęąğşıæ", "aaoeeeeaaaaooooouuuuiiiicnccszylzsneagsia")


def plain(word: str) -> str:
    """Return a word in small letters without diacritics, so that a name is known though its å, ä, ö were lost.

    Examples
    --------
    >>> plain("Åke"), plain("Linnéa")
    ('ake', 'linnea')
    """
    return word.lower().translate(_PLAIN)
