"""Closed lists of values: their codes, labels and other spellings."""

from __future__ import annotations

from typing import Final

from data import networks

CONTRIBUTOR_TYPES: Final = {
    "mission": "IOM mission",
    "staff": "IOM staff",
    "public": "General public",
    "migrant": "Migrant",
    "partner": "Partner agency",
    "donor": "Donor",
    "crisis_affected": "Crisis-affected community",
    "unknown": "Unknown",
}
ACCOUNT_TYPES: Final = {"office": "Office", "person": "Person", "organisation": "Organization", "unknown": "Unknown"}
POST_KINDS: Final = {
    "original": "Original posts",
    "share": "Shared posts",
    "reply": "Replies",
    "thunderclap": "Thunderclap posts",
}
MEDIA_TYPES: Final = {
    "photo": "Photo",
    "album": "Album",
    "video": "Video",
    "link": "Link",
    "text": "Text",
    "unknown": "Unknown",
}
CONTRIBUTOR_BASES: Final = {
    "self_declared": "Self-declared",
    "recorded": "Recorded by the mission",
    "directory": "Contributor directory",
}
QUALIFIERS: Final = {
    "exact": "exactly",
    "over": "over",
    "at_least": "at least",
    "about": "about",
    "at_most": "at most",
    "under": "under",
}
"""What stands before a published number and says how it is meant."""
CHOICES: Final = {
    "platform": networks.NAMES,
    "contributor_type": CONTRIBUTOR_TYPES,
    "supporter_type": CONTRIBUTOR_TYPES,
    "account_type": ACCOUNT_TYPES,
    "post_kind": POST_KINDS,
    "media_type": MEDIA_TYPES,
    "contributor_basis": CONTRIBUTOR_BASES,
    "qualifier": QUALIFIERS,
}
"""Columns whose values are from a list, all but that of platforms closed; a cell may hold the code or the label, in any
case."""
OTHER_SPELLINGS: Final = {
    "platform": networks.SPELLINGS,
    "contributor_type": {
        "crisis_affected": "crisis_affected",
        "crisis_affected_people": "crisis_affected",
        "partner": "partner",
    },
    "post_kind": {"shares": "share", "shared_post": "share"},
    "qualifier": {
        **dict.fromkeys(("exactement", "exactamente"), "exact"),
        **dict.fromkeys(("more_than", "plus_de", "mas_de"), "over"),
        **dict.fromkeys(("not_less_than", "au_moins", "al_menos"), "at_least"),
        **dict.fromkeys(
            ("some", "around", "circa", "ca", "approximately", "nearly", "almost", "environ", "unos", "unas"), "about"
        ),
        **dict.fromkeys(("up_to", "not_more_than", "au_plus", "hasta"), "at_most"),
        **dict.fromkeys(("less_than", "fewer_than", "below", "moins_de", "menos_de"), "under"),
    },
}
