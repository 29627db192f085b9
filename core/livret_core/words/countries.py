"""What countries are called, in four languages, by their code of ISO 3166-1. Pure.

The states of the United Nations, and what else residents of France, Belgium and Germany are
born in or citizens of. A code that stands for none of them is shown as it is.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from livret_core.words.language import LANGUAGES, Language

# Code, then en, fr, nl, de. One name for all four stands once.
_TABLE: Final = """
AD Andorra|Andorre|Andorra|Andorra
AE United Arab Emirates|Émirats arabes unis|Verenigde Arabische Emiraten|Vereinigte Arabische Emirate
AF Afghanistan
AG Antigua and Barbuda|Antigua-et-Barbuda|Antigua en Barbuda|Antigua und Barbuda
AL Albania|Albanie|Albanië|Albanien
AM Armenia|Arménie|Armenië|Armenien
AO Angola
AR Argentina|Argentine|Argentinië|Argentinien
AT Austria|Autriche|Oostenrijk|Österreich
AU Australia|Australie|Australië|Australien
AZ Azerbaijan|Azerbaïdjan|Azerbeidzjan|Aserbaidschan
BA Bosnia and Herzegovina|Bosnie-Herzégovine|Bosnië en Herzegovina|Bosnien und Herzegowina
BB Barbados|Barbade|Barbados|Barbados
BD Bangladesh
BE Belgium|Belgique|België|Belgien
BF Burkina Faso
BG Bulgaria|Bulgarie|Bulgarije|Bulgarien
BH Bahrain|Bahreïn|Bahrein|Bahrain
BI Burundi
BJ Benin|Bénin|Benin|Benin
BN Brunei
BO Bolivia|Bolivie|Bolivia|Bolivien
BR Brazil|Brésil|Brazilië|Brasilien
BS Bahamas|Bahamas|Bahama's|Bahamas
BT Bhutan|Bhoutan|Bhutan|Bhutan
BW Botswana|Botswana|Botswana|Botsuana
BY Belarus|Biélorussie|Belarus|Belarus
BZ Belize
CA Canada|Canada|Canada|Kanada
CD Congo (Democratic Republic)|République démocratique du Congo|Congo (Democratische Republiek)|Kongo (Demokratische Republik)
CF Central African Republic|République centrafricaine|Centraal-Afrikaanse Republiek|Zentralafrikanische Republik
CG Congo (Republic)|Congo|Congo (Republiek)|Kongo (Republik)
CH Switzerland|Suisse|Zwitserland|Schweiz
CI Côte d'Ivoire|Côte d'Ivoire|Ivoorkust|Côte d'Ivoire
CL Chile|Chili|Chili|Chile
CM Cameroon|Cameroun|Kameroen|Kamerun
CN China|Chine|China|China
CO Colombia|Colombie|Colombia|Kolumbien
CR Costa Rica
CU Cuba|Cuba|Cuba|Kuba
CV Cabo Verde|Cap-Vert|Kaapverdië|Cabo Verde
CY Cyprus|Chypre|Cyprus|Zypern
CZ Czechia|Tchéquie|Tsjechië|Tschechien
DE Germany|Allemagne|Duitsland|Deutschland
DJ Djibouti|Djibouti|Djibouti|Dschibuti
DK Denmark|Danemark|Denemarken|Dänemark
DM Dominica|Dominique|Dominica|Dominica
DO Dominican Republic|République dominicaine|Dominicaanse Republiek|Dominikanische Republik
DZ Algeria|Algérie|Algerije|Algerien
EC Ecuador|Équateur|Ecuador|Ecuador
EE Estonia|Estonie|Estland|Estland
EG Egypt|Égypte|Egypte|Ägypten
ER Eritrea|Érythrée|Eritrea|Eritrea
ES Spain|Espagne|Spanje|Spanien
ET Ethiopia|Éthiopie|Ethiopië|Äthiopien
FI Finland|Finlande|Finland|Finnland
FJ Fiji|Fidji|Fiji|Fidschi
FM Micronesia|Micronésie|Micronesia|Mikronesien
FR France|France|Frankrijk|Frankreich
GA Gabon|Gabon|Gabon|Gabun
GB United Kingdom|Royaume-Uni|Verenigd Koninkrijk|Vereinigtes Königreich
GD Grenada|Grenade|Grenada|Grenada
GE Georgia|Géorgie|Georgië|Georgien
GF French Guiana|Guyane|Frans-Guyana|Französisch-Guayana
GH Ghana
GM Gambia|Gambie|Gambia|Gambia
GN Guinea|Guinée|Guinee|Guinea
GP Guadeloupe
GQ Equatorial Guinea|Guinée équatoriale|Equatoriaal-Guinea|Äquatorialguinea
GR Greece|Grèce|Griekenland|Griechenland
GT Guatemala
GW Guinea-Bissau|Guinée-Bissau|Guinee-Bissau|Guinea-Bissau
GY Guyana
HK Hong Kong|Hong Kong|Hongkong|Hongkong
HN Honduras
HR Croatia|Croatie|Kroatië|Kroatien
HT Haiti|Haïti|Haïti|Haiti
HU Hungary|Hongrie|Hongarije|Ungarn
ID Indonesia|Indonésie|Indonesië|Indonesien
IE Ireland|Irlande|Ierland|Irland
IL Israel|Israël|Israël|Israel
IN India|Inde|India|Indien
IQ Iraq|Irak|Irak|Irak
IR Iran
IS Iceland|Islande|IJsland|Island
IT Italy|Italie|Italië|Italien
JM Jamaica|Jamaïque|Jamaica|Jamaika
JO Jordan|Jordanie|Jordanië|Jordanien
JP Japan|Japon|Japan|Japan
KE Kenya|Kenya|Kenia|Kenia
KG Kyrgyzstan|Kirghizistan|Kirgizië|Kirgisistan
KH Cambodia|Cambodge|Cambodja|Kambodscha
KI Kiribati
KM Comoros|Comores|Comoren|Komoren
KN Saint Kitts and Nevis|Saint-Christophe-et-Niévès|Saint Kitts en Nevis|St. Kitts und Nevis
KP North Korea|Corée du Nord|Noord-Korea|Nordkorea
KR South Korea|Corée du Sud|Zuid-Korea|Südkorea
KW Kuwait|Koweït|Koeweit|Kuwait
KZ Kazakhstan|Kazakhstan|Kazachstan|Kasachstan
LA Laos
LB Lebanon|Liban|Libanon|Libanon
LC Saint Lucia|Sainte-Lucie|Saint Lucia|St. Lucia
LI Liechtenstein
LK Sri Lanka
LR Liberia|Libéria|Liberia|Liberia
LS Lesotho
LT Lithuania|Lituanie|Litouwen|Litauen
LU Luxembourg|Luxembourg|Luxemburg|Luxemburg
LV Latvia|Lettonie|Letland|Lettland
LY Libya|Libye|Libië|Libyen
MA Morocco|Maroc|Marokko|Marokko
MC Monaco
MD Moldova|Moldavie|Moldavië|Moldau
ME Montenegro|Monténégro|Montenegro|Montenegro
MG Madagascar|Madagascar|Madagaskar|Madagaskar
MH Marshall Islands|Îles Marshall|Marshalleilanden|Marshallinseln
MK North Macedonia|Macédoine du Nord|Noord-Macedonië|Nordmazedonien
ML Mali
MM Myanmar|Birmanie|Myanmar|Myanmar
MN Mongolia|Mongolie|Mongolië|Mongolei
MQ Martinique
MR Mauritania|Mauritanie|Mauritanië|Mauretanien
MT Malta|Malte|Malta|Malta
MU Mauritius|Maurice|Mauritius|Mauritius
MV Maldives|Maldives|Maldiven|Malediven
MW Malawi
MX Mexico|Mexique|Mexico|Mexiko
MY Malaysia|Malaisie|Maleisië|Malaysia
MZ Mozambique|Mozambique|Mozambique|Mosambik
NA Namibia|Namibie|Namibië|Namibia
NC New Caledonia|Nouvelle-Calédonie|Nieuw-Caledonië|Neukaledonien
NE Niger
NG Nigeria|Nigéria|Nigeria|Nigeria
NI Nicaragua
NL Netherlands|Pays-Bas|Nederland|Niederlande
NO Norway|Norvège|Noorwegen|Norwegen
NP Nepal|Népal|Nepal|Nepal
NR Nauru
NZ New Zealand|Nouvelle-Zélande|Nieuw-Zeeland|Neuseeland
OM Oman
PA Panama
PE Peru|Pérou|Peru|Peru
PF French Polynesia|Polynésie française|Frans-Polynesië|Französisch-Polynesien
PG Papua New Guinea|Papouasie-Nouvelle-Guinée|Papoea-Nieuw-Guinea|Papua-Neuguinea
PH Philippines|Philippines|Filipijnen|Philippinen
PK Pakistan
PL Poland|Pologne|Polen|Polen
PS Palestine|Palestine|Palestina|Palästina
PT Portugal
PW Palau|Palaos|Palau|Palau
PY Paraguay
QA Qatar|Qatar|Qatar|Katar
RE Réunion|La Réunion|Réunion|Réunion
RO Romania|Roumanie|Roemenië|Rumänien
RS Serbia|Serbie|Servië|Serbien
RU Russia|Russie|Rusland|Russland
RW Rwanda|Rwanda|Rwanda|Ruanda
SA Saudi Arabia|Arabie saoudite|Saoedi-Arabië|Saudi-Arabien
SB Solomon Islands|Îles Salomon|Salomonseilanden|Salomonen
SC Seychelles|Seychelles|Seychellen|Seychellen
SD Sudan|Soudan|Soedan|Sudan
SE Sweden|Suède|Zweden|Schweden
SG Singapore|Singapour|Singapore|Singapur
SI Slovenia|Slovénie|Slovenië|Slowenien
SK Slovakia|Slovaquie|Slowakije|Slowakei
SL Sierra Leone
SM San Marino|Saint-Marin|San Marino|San Marino
SN Senegal|Sénégal|Senegal|Senegal
SO Somalia|Somalie|Somalië|Somalia
SR Suriname
SS South Sudan|Soudan du Sud|Zuid-Soedan|Südsudan
ST São Tomé and Príncipe|Sao Tomé-et-Principe|Sao Tomé en Principe|São Tomé und Príncipe
SV El Salvador|Salvador|El Salvador|El Salvador
SY Syria|Syrie|Syrië|Syrien
SZ Eswatini
TD Chad|Tchad|Tsjaad|Tschad
TG Togo
TH Thailand|Thaïlande|Thailand|Thailand
TJ Tajikistan|Tadjikistan|Tadzjikistan|Tadschikistan
TL Timor-Leste|Timor-Leste|Oost-Timor|Timor-Leste
TM Turkmenistan|Turkménistan|Turkmenistan|Turkmenistan
TN Tunisia|Tunisie|Tunesië|Tunesien
TO Tonga
TR Türkiye|Turquie|Turkije|Türkei
TT Trinidad and Tobago|Trinité-et-Tobago|Trinidad en Tobago|Trinidad und Tobago
TV Tuvalu
TW Taiwan|Taïwan|Taiwan|Taiwan
TZ Tanzania|Tanzanie|Tanzania|Tansania
UA Ukraine|Ukraine|Oekraïne|Ukraine
UG Uganda|Ouganda|Oeganda|Uganda
US United States|États-Unis|Verenigde Staten|Vereinigte Staaten
UY Uruguay
UZ Uzbekistan|Ouzbékistan|Oezbekistan|Usbekistan
VA Holy See|Saint-Siège|Heilige Stoel|Heiliger Stuhl
VC Saint Vincent and the Grenadines|Saint-Vincent-et-les-Grenadines|Saint Vincent en de Grenadines|St. Vincent und die Grenadinen
VE Venezuela
VN Vietnam|Viêt Nam|Vietnam|Vietnam
VU Vanuatu
WF Wallis and Futuna|Wallis-et-Futuna|Wallis en Futuna|Wallis und Futuna
WS Samoa
XK Kosovo
YE Yemen|Yémen|Jemen|Jemen
YT Mayotte
ZA South Africa|Afrique du Sud|Zuid-Afrika|Südafrika
ZM Zambia|Zambie|Zambia|Sambia
ZW Zimbabwe|Zimbabwe|Zimbabwe|Simbabwe
"""


def country_name(code: str, language: Language) -> str | None:
    """Name a country by its alpha-2 code; None for a code that is nobody's here."""
    return _names(language).get(code)


@cache
def _names(language: Language) -> Mapping[str, str]:
    at, found = LANGUAGES.index(language), dict[str, str]()
    for line in _TABLE.strip().splitlines():
        code, _, names = line.partition(" ")
        each = names.split("|")
        found[code] = each[at] if len(each) > 1 else each[0]
    return found
