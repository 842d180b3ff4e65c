"""Nouns by which a German time is known to be past, or to be that of a plan."""

from __future__ import annotations

import re

MEASURED = re.compile(
    r"(?i:zahlen|daten|rate|quote|statistik|bilanz|ergebnis|ergebnisse|index|auswertung)$"
)
"""Nouns of what is measured, and compounds that end in them."""

DISASTER = re.compile(
    r"[A-ZÄÖÜ]?\w*?(?i:anschl(?:ag|ags|äge|ägen)|attentat(?:e|es|en|s)?|explosion(?:en)?|"
    r"schießerei|amoklauf(?:s)?|mord(?:es)?|morde|tod(?:es)?|massaker(?:s|n)?|unfall(?:s|es)?|"
    r"unfälle[n]?|unglücks?|absturz(?:es)?|zusammenstoß(?:es)?|brand(?:es|s)?|brände[n]?|"
    r"großbrand(?:es)?|beben[s]?|überschwemmung(?:en)?|hochwassers?|erdrutsch(?:es)?|lawine|"
    r"ausschreitungen|krawalle[n]?|überf(?:all|alls|älle|ällen)|angriff(?:e|en|s)?|razzi(?:a|en)|"
    r"(?:vor|zwischen)f(?:all|alls|älle|ällen)|attacken?|kollision(?:en)?|karambolagen?|"
    r"diebst(?:ahl|ahls|ähle|ählen)|schlägerei(?:en)?|unwetters?|"
    r"festnahmen?|verhaftung(?:en)?|rücktritts?|niederlagen?|einsturz(?:es)?|putsch(?:es)?|"
    r"entführung(?:en)?|einbr(?:uch|uchs|üche|üchen))"
)
"""Nouns, and compounds that end in them."""

OCCASION = re.compile(
    r"[A-ZÄÖÜ]?\w*?(?i:wahl(?:en)?|abstimmung(?:en)?|referendums?|entscheide?s?|sitzung(?:en)?|"
    r"treffens?|gipfels?|gespräche[ns]?|verhandlung(?:en)?|konferenz(?:en)?|kongress(?:es)?|"
    r"parteitag(?:s|es)?|prozess(?:es)?|urteils?|spiel(?:e|en|s)?|partien?|finales?|derbys?|"
    r"rennens?|kampf(?:es)?|turniers?|meisterschaft(?:en)?|konzert(?:e|en|s)?|festivals?|messen?|"
    r"fest(?:e|es)?|premieren?|ausstellung(?:en)?|auktion(?:en)?|feier(?:n)?|umzug(?:s|es)?|"
    r"demonstration(?:en)?|kundgebung(?:en)?|proteste?n?|streiks?|hochzeit(?:en)?|beerdigung|"
    r"starts?|eröffnung|frist(?:en)?|termine?s?|debatten?|besuch(?:s|es)?|reisen?|jahrestag(?:s|es)?|"
    r"veröffentlichung|veranstaltung(?:en)?|tour(?:nee)?|auftritte?s?)"
)
"""Nouns of what is arranged for a day, and compounds that end in them."""
