"""What the sample's sheets say in French and Spanish: events, what published figures really are, and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

TRANSLATIONS: Final[Mapping[str, tuple[str, str]]] = {
    # events
    "World Refugee Day; assumed first day of the campaign": (
        "Journée mondiale des réfugiés\u00a0; premier jour supposé de la campagne",
        "Día Mundial de los Refugiados; primer día supuesto de la campaña",
    ),
    "Nelson Mandela International Day": (
        "Journée internationale Nelson Mandela",
        "Día Internacional de Nelson Mandela",
    ),
    "World Day against Trafficking in Persons (the first)": (
        "Journée mondiale de la lutte contre la traite d’êtres humains (la première)",
        "Día Mundial contra la Trata (el primero)",
    ),
    "International Youth Day": ("Journée internationale de la jeunesse", "Día Internacional de la Juventud"),
    "World Humanitarian Day; Thunderclap": (
        "Journée mondiale de l’aide humanitaire\u00a0; Thunderclap",
        "Día Mundial de la Asistencia Humanitaria; Thunderclap",
    ),
    "International Day of Peace": ("Journée internationale de la paix", "Día Internacional de la Paz"),
    "World Tourism Day": ("Journée mondiale du tourisme", "Día Mundial del Turismo"),
    "First anniversary of the Lampedusa shipwreck": (
        "Premier anniversaire du naufrage de Lampedusa",
        "Primer aniversario del naufragio de Lampedusa",
    ),
    "International Day for Disaster Reduction": (
        "Journée internationale de la prévention des catastrophes",
        "Día Internacional para la Reducción de los Desastres",
    ),
    "EU Anti-Trafficking Day": (
        "Journée européenne de lutte contre la traite des êtres humains",
        "Día Europeo contra la Trata de Seres Humanos",
    ),
    "United Nations Day": ("Journée des Nations Unies", "Día de las Naciones Unidas"),
    "IOM Council opens; Day for the Elimination of Violence against Women": (
        "Ouverture du Conseil de l’OIM\u00a0; Journée pour l’élimination de la violence à l’égard des femmes",
        "Apertura del Consejo de la OIM; Día de la Eliminación de la Violencia contra la Mujer",
    ),
    "Human Rights Day": ("Journée des droits de l’homme", "Día de los Derechos Humanos"),
    "International Migrants Day; end of the campaign": (
        "Journée internationale des migrants\u00a0; fin de la campagne",
        "Día Internacional del Migrante; fin de la campaña",
    ),
    "Winners of the photo vote published": (
        "Publication des gagnants du vote photo",
        "Publicación de los ganadores de la votación de fotos",
    ),
    # targets
    "Invented for the sample": ("Inventé pour l’exemple", "Inventado para la muestra"),
    "The Thunderclap's goal in the sample": (
        "L’objectif du Thunderclap dans l’exemple",
        "El objetivo del Thunderclap en la muestra",
    ),
    # published figures: what they really are
    "posts with the hashtag": ("publications avec le hashtag", "publicaciones con la etiqueta"),
    "supporters' friends and followers added up: potential, not de-duplicated": (
        "amis et abonnés des soutiens, additionnés\u00a0: potentiel, doublons compris",
        "amigos y seguidores de los adherentes, sumados: potencial, con duplicados",
    ),
    "accounts reached as Facebook Insights reports them (assumed)": (
        "comptes touchés selon Facebook Insights (supposé)",
        "cuentas alcanzadas según Facebook Insights (supuesto)",
    ),
    "method not stated": ("méthode non précisée", "método no indicado"),
    "new followers of IOM's accounts": (
        "nouveaux abonnés des comptes de l’OIM",
        "nuevos seguidores de las cuentas de la OIM",
    ),
    "number of offices": ("nombre de bureaux", "número de oficinas"),
    "likes of the photo on Facebook (assumed)": (
        "mentions «\u00a0J’aime\u00a0» de la photo sur Facebook (supposé)",
        "«Me gusta» de la foto en Facebook (supuesto)",
    ),
    "a target: how many stories were to be chosen for the Council": (
        "une cible\u00a0: combien de récits devaient être choisis pour le Conseil",
        "una meta: cuántas historias debían elegirse para el Consejo",
    ),
    "number of profiles": ("nombre de profils", "número de perfiles"),
    "impressions in 2021, on a budget of USD 50,000": (
        "impressions en 2021, avec un budget de 50\u00a0000 USD",
        "impresiones en 2021, con un presupuesto de 50.000 USD",
    ),
    "screenings in 2019: 108 countries, 212 cities, about 60,000 people": (
        "projections en 2019\u00a0: 108 pays, 212 villes, environ 60\u00a0000 personnes",
        "proyecciones en 2019: 108 países, 212 ciudades, unas 60.000 personas",
    ),
    # their scopes
    "Facebook and Twitter": ("Facebook et Twitter", "Facebook y Twitter"),
    "one Thunderclap, or the whole campaign": (
        "un Thunderclap, ou toute la campagne",
        "un Thunderclap, o toda la campaña",
    ),
    "one Thunderclap": ("un Thunderclap", "un Thunderclap"),
    "Facebook": ("Facebook", "Facebook"),
    "not stated": ("non précisé", "no indicado"),
    "the photo in first place": ("la photo en première place", "la foto en primer lugar"),
    "the photo in second place": ("la photo en deuxième place", "la foto en segundo lugar"),
    "the photo in third place": ("la photo en troisième place", "la foto en tercer lugar"),
    # what they were published as
    "posts": ("publications", "publicaciones"),
    "people": ("personnes", "personas"),
    "Facebook users": ("utilisateurs de Facebook", "usuarios de Facebook"),
    "followers": ("abonnés", "seguidores"),
    "IOM missions and regional offices": (
        "missions et bureaux régionaux de l’OIM",
        "misiones y oficinas regionales de la OIM",
    ),
    "votes on Facebook": ("votes sur Facebook", "votos en Facebook"),
    "stories": ("récits", "historias"),
    "profiles": ("profils", "perfiles"),
    "social media impressions": ("impressions sur les réseaux sociaux", "impresiones en las redes sociales"),
    "screenings": ("projections", "proyecciones"),
    # and notes on them
    "Not said whether shares and Thunderclap posts are in it: here they are.": (
        "On ne sait pas si les partages et les publications du Thunderclap y sont\u00a0: ici, ils y sont.",
        "No se dice si incluye las publicaciones compartidas y las del Thunderclap: aquí están incluidas.",
    ),
    "The sentence could also mean the whole campaign.": (
        "La phrase pourrait aussi désigner toute la campagne.",
        "La frase también podría referirse a toda la campaña.",
    ),
    "Contradicts F02; names the Thunderclap.": (
        "Contredit F02\u00a0; nomme le Thunderclap.",
        "Contradice a F02; nombra el Thunderclap.",
    ),
    "Earlier than F04 and larger: another scope or method.": (
        "Antérieur à F04 et plus grand\u00a0: autre périmètre ou autre méthode.",
        "Anterior a F04 y mayor: otro alcance u otro método.",
    ),
    "Published as “more than”.": ("Publié comme «\u00a0plus de\u00a0».", "Publicado como «más de»."),
    "IOM Somalia": ("OIM Somalie", "OIM Somalia"),
    "OIM Las Americas, taken to be the regional office in San José": (
        "OIM Las Americas, pris pour le bureau régional de San José",
        "OIM Las Américas, que se toma por la oficina regional de San José",
    ),
    "IOM Nairobi": ("OIM Nairobi", "OIM Nairobi"),
    "Campaign: i am a migrant": ("Campagne\u00a0: i am a migrant", "Campaña: i am a migrant"),
    "Campaign: It Takes a Community": ("Campagne\u00a0: It Takes a Community", "Campaña: It Takes a Community"),
    "Campaign: Global Migration Film Festival": (
        "Campagne\u00a0: Global Migration Film Festival",
        "Campaña: Global Migration Film Festival",
    ),
}
"""French and Spanish of each text."""


def translated(row: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    """Return a row with the French and the Spanish of some of its columns beside it.

    Args:
        row: The row; empty cells have no translation.
        columns: The columns, which the sheet has with `_fr` and `_es`, too.
    """
    found = dict(row)
    for column in columns:
        found[f"{column}_fr"], found[f"{column}_es"] = TRANSLATIONS[row[column]] if row[column] else ("", "")
    return found
