"""Further names of the values of dimensions: what pages call them in French and Spanish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

LANGUAGES: Final = ("en", "fr", "es")
_UNKNOWN: Final = ("Inconnu", "Non connu", "Desconocido")

SPELLINGS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "campaign": {"none": ("Sans campagne", "Aucune campagne", "Sin campaña", "Ninguna campaña")},
    "platform": {
        "twitter": ("X", "Twitter"),
        "whatsapp": ("Chaînes WhatsApp", "Canales de WhatsApp"),
        "website": ("Site web ou blog", "Sitio web o blog"),
        "newsletter": ("Lettre d’information", "Boletín"),
        "unknown": _UNKNOWN,
    },
    "mission": {
        "HQ": ("Siège", "Sede"),
        "RO-DKR": ("Bureau régional de Dakar", "Oficina Regional de Dakar"),
        "RO-NBO": ("Bureau régional de Nairobi", "Oficina Regional de Nairobi"),
        "RO-CAI": ("Bureau régional du Caire", "Oficina Regional de El Cairo"),
        "RO-PRY": ("Bureau régional de Pretoria", "Oficina Regional de Pretoria"),
        "RO-SJO": ("Bureau régional de San José", "Oficina Regional de San José"),
        "RO-BUE": ("Bureau régional de Buenos Aires", "Oficina Regional de Buenos Aires"),
        "RO-BKK": ("Bureau régional de Bangkok", "Oficina Regional de Bangkok"),
        "RO-VIE": ("Bureau régional de Vienne", "Oficina Regional de Viena"),
        "RO-BRU": ("Bureau régional de Bruxelles", "Oficina Regional de Bruselas"),
        "unknown": _UNKNOWN,
    },
    "region": {
        "DKR": ("Afrique de l’Ouest et du Centre (Dakar)", "África Occidental y Central (Dakar)"),
        "NBO": ("Afrique de l’Est et Corne de l’Afrique (Nairobi)", "África Oriental y Cuerno de África (Nairobi)"),
        "CAI": ("Moyen-Orient et Afrique du Nord (Le Caire)", "Oriente Medio y África del Norte (El Cairo)"),
        "PRY": ("Afrique australe (Pretoria)", "África Meridional (Pretoria)"),
        "SJO": (
            "Amérique centrale et du Nord et Caraïbes (San José)",
            "América Central, América del Norte y el Caribe (San José)",
        ),
        "BUE": ("Amérique du Sud (Buenos Aires)", "América del Sur (Buenos Aires)"),
        "BKK": ("Asie et Pacifique (Bangkok)", "Asia y el Pacífico (Bangkok)"),
        "VIE": (
            "Europe du Sud-Est, Europe orientale et Asie centrale (Vienne)",
            "Europa Sudoriental, Europa Oriental y Asia Central (Viena)",
        ),
        "BRU": ("Espace économique européen (Bruxelles)", "Espacio Económico Europeo (Bruselas)"),
        "HQ": ("Siège", "Sede"),
        "unknown": _UNKNOWN,
    },
    "thematic_area": {
        "emergency": ("Urgences et déplacements", "Emergencias y desplazamiento"),
        "protection": ("Protection et assistance aux migrants", "Protección y asistencia a migrantes"),
        "health": ("Migration et santé", "Migración y salud"),
        "labour": ("Migration de main-d’œuvre", "Migración laboral"),
        "development": ("Migration et développement", "Migración y desarrollo"),
        "integration": ("Intégration et cohésion sociale", "Integración y cohesión social"),
        "youth": ("Jeunes et enfants", "Juventud y niñez"),
        "family": ("Famille et voies régulières", "Familia y vías regulares"),
        "return": ("Retour et réintégration", "Retorno y reintegración"),
        "resettlement": ("Réinstallation et mouvements", "Reasentamiento y traslados"),
        "borders": ("Gestion des frontières et de l’identité", "Gestión de fronteras y de la identidad"),
        "environment": (
            "Migration, environnement et changement climatique",
            "Migración, medio ambiente y cambio climático",
        ),
        "policy": ("Politique et droit de la migration", "Política y derecho migratorios"),
        "other": ("Autres thèmes", "Otros temas"),
        "unknown": _UNKNOWN,
    },
    "country": {"unknown": _UNKNOWN},
    "contributor_type": {
        "mission": ("Mission de l’OIM", "Misión de la OIM"),
        "staff": ("Personnel de l’OIM", "Personal de la OIM"),
        "public": ("Grand public", "Público general"),
        "migrant": ("Migrant", "Migrante"),
        "partner": ("Organisme partenaire", "Organismo asociado"),
        "donor": ("Donateur", "Donante"),
        "crisis_affected": (
            "Communauté touchée par une crise",
            "Comunidad afectada por una crisis",
            "Comunidad afectada por crisis",
        ),
        "unknown": _UNKNOWN,
    },
    "account_type": {
        "office": ("Bureau", "Oficina"),
        "person": ("Particulier", "Personne", "Persona"),
        "organisation": ("Organization", "Organización"),
        "unknown": _UNKNOWN,
    },
    "post_kind": {
        "original": ("Publications originales", "Publicaciones originales"),
        "share": (
            "Shares",
            "Publications partagées",
            "Publicaciones compartidas",
            "Partages",
            "Compartidas",
            "Compartidos",
        ),
        "reply": ("Réponses", "Respuestas"),
        "thunderclap": ("Publications du Thunderclap", "Publicaciones del Thunderclap"),
    },
    "media_type": {
        "photo": ("Foto",),
        "video": ("Vidéo", "Vídeo"),
        "link": ("Lien", "Enlace"),
        "text": ("Texte", "Texto"),
        "unknown": _UNKNOWN,
    },
    "language": {"unknown": _UNKNOWN},
}
"""Code -> what else it is called, by dimension. Countries and languages have their names from Unicode's list
(`unicode_names`)."""


def folded(text: str) -> str:
    """Return a text without case, accents and signs, for comparison: `#MigrationMeans` becomes `migrationmeans`."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "_", plain.casefold()).strip("_")


def unicode_names(kind: str) -> Iterator[tuple[str, str]]:
    """Yield codes with their names in each language.

    Args:
        kind: `territories` (ISO 3166, two letters) or `languages` (ISO 639).
    """
    from babel import Locale  # only a filter that nothing else explains needs it, and loading takes a while

    for language in LANGUAGES:
        yield from getattr(Locale.parse(language), kind).items()
