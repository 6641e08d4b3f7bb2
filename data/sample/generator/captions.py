"""The words of the sample's posts: what migration means, in the languages of the offices.

Every caption was written for the sample and belongs to a theme. Nobody is named, nobody is quoted.
"""

from __future__ import annotations

from datetime import date
from typing import Final

HASHTAG: Final = "#MigrationMeans"

# A caption completes the opening of its language.
CAPTIONS: Final[dict[str, list[tuple[str, str]]]] = {
    "en": [
        ("family", "my daughter goes to school without fear"),
        ("family", "three generations around one table again"),
        ("family", "calling home every Sunday, and being heard"),
        ("family", "four languages at dinner"),
        ("family", "missing birthdays so that others can have them"),
        ("family", "a grandmother meets her grandson at last"),
        ("work", "a first salary, and a second one sent home"),
        ("work", "the nurse on the night shift has come a long way"),
        ("work", "skills that travel"),
        ("work", "a bakery that smells of two countries"),
        ("work", "opening a shop where nobody knew my name"),
        ("work", "paying taxes, and being proud of it"),
        ("education", "a scholarship, a suitcase, a new alphabet"),
        ("education", "learning the word for snow"),
        ("education", "the first in my village to finish university"),
        ("education", "teaching maths in my third language"),
        ("safety", "sleeping a whole night"),
        ("safety", "arriving alive"),
        ("safety", "a door that locks from the inside"),
        ("safety", "safe routes instead of smugglers"),
        ("culture", "a spice market in a cold street"),
        ("culture", "football, which needs no translation"),
        ("culture", "two anthems and one heart"),
        ("culture", "new songs at an old wedding"),
        ("culture", "my grandmother's recipe, sold out by noon"),
        ("health", "a doctor where there was none"),
        ("health", "somebody asks how I feel, in my language"),
        ("health", "care that does not ask for a passport first"),
        ("home", "that home is a verb"),
        ("home", "carrying home in one bag"),
        ("home", "coming back with more than I left with"),
        ("home", "rebuilding the house the flood took"),
        ("home", "planting a garden twice"),
        ("solidarity", "neighbours before strangers"),
        ("solidarity", "opening the door when somebody knocks"),
        ("solidarity", "hosting a family and gaining friends"),
        ("solidarity", "seeing a person, not a statistic"),
        ("solidarity", "that we all came from somewhere"),
        ("youth", "dreams bigger than my passport"),
        ("youth", "a future I can choose"),
        ("youth", "a voice that counts in two places"),
    ],
    "es": [
        ("family", "volver a abrazar a mi madre"),
        ("family", "que mis hijos crezcan sin miedo"),
        ("family", "una silla vacía, y una llamada cada domingo"),
        ("work", "el primer sueldo, y la mitad para casa"),
        ("work", "abrir una panadería con sabor a dos países"),
        ("work", "manos que construyen ciudades"),
        ("education", "ser la primera de mi pueblo en la universidad"),
        ("education", "aprender, enseñar y volver a aprender"),
        ("safety", "dormir tranquila"),
        ("safety", "llegar, y llegar con vida"),
        ("culture", "bailar dos músicas con un solo corazón"),
        ("culture", "la receta de mi abuela en otra mesa"),
        ("home", "llevar la casa en la mochila"),
        ("home", "regresar con más de lo que me llevé"),
        ("solidarity", "abrir la puerta cuando alguien llama"),
        ("solidarity", "ver a la persona y no la cifra"),
        ("youth", "sueños más grandes que mi pasaporte"),
        ("youth", "un futuro que puedo elegir"),
    ],
    "fr": [
        ("family", "retrouver ma mère après six ans"),
        ("family", "trois générations autour d'une même table"),
        ("work", "un premier salaire, et un second envoyé au pays"),
        ("work", "des mains qui bâtissent, ici et là-bas"),
        ("education", "une bourse, une valise, un nouvel alphabet"),
        ("education", "être la première du village à l'université"),
        ("safety", "dormir une nuit entière"),
        ("safety", "arriver, et arriver vivant"),
        ("culture", "le goût de deux pays dans une même assiette"),
        ("culture", "un bal, deux musiques, un seul cœur"),
        ("home", "emporter sa maison dans un sac"),
        ("home", "replanter le jardin"),
        ("solidarity", "ouvrir la porte quand on frappe"),
        ("solidarity", "voir une personne, pas un chiffre"),
        ("youth", "des rêves plus grands que mon passeport"),
        ("youth", "un avenir que je choisis"),
    ],
    "ar": [
        ("family", "أن يكبر أطفالي بلا خوف"),
        ("family", "أن أسمع صوت أمي كل يوم جمعة"),
        ("work", "راتبًا أول، ونصفه للأهل"),
        ("education", "أن أعود إلى مقاعد الدراسة"),
        ("safety", "أن أنام ليلة كاملة"),
        ("culture", "رائحة خبزين على مائدة واحدة"),
        ("home", "بيتًا أحمله في حقيبة"),
        ("solidarity", "أن نفتح الباب لمن يطرقه"),
        ("youth", "أحلامًا أكبر من جواز سفري"),
    ],
    "pt": [
        ("family", "voltar a abraçar os meus pais"),
        ("work", "mãos que constroem cidades"),
        ("education", "aprender a ler o mundo noutra língua"),
        ("safety", "dormir em paz"),
        ("culture", "duas cozinhas e uma só mesa"),
        ("home", "levar a casa na mala"),
        ("solidarity", "abrir a porta a quem bate"),
        ("youth", "sonhos maiores do que o meu passaporte"),
    ],
    "it": [
        ("family", "tre generazioni alla stessa tavola"),
        ("safety", "arrivare vivi"),
        ("work", "un mestiere che viaggia con te"),
        ("home", "portare la casa in una borsa"),
    ],
    "tr": [
        ("family", "aynı sofrada üç kuşak"),
        ("safety", "bütün gece korkmadan uyumak"),
        ("education", "yeni bir alfabe öğrenmek"),
        ("youth", "pasaporttan büyük hayaller"),
    ],
    "uk": [
        ("family", "знову разом за одним столом"),
        ("safety", "спати спокійно цілу ніч"),
        ("home", "дім в одній валізі"),
        ("work", "перша зарплата на новому місці"),
    ],
    "pl": [
        ("family", "trzy pokolenia przy jednym stole"),
        ("education", "nowy alfabet i nowa szkoła"),
        ("home", "dom w jednej walizce"),
        ("solidarity", "otwarte drzwi"),
    ],
    "id": [
        ("family", "pulang dan memeluk ibu"),
        ("work", "gaji pertama untuk keluarga"),
        ("education", "belajar bahasa baru"),
        ("youth", "mimpi yang lebih besar dari paspor"),
    ],
}

# How a post frames its caption: quotes, commas, line breaks and emoji, as in the field.
FRAMES: Final[dict[str, list[str]]] = {
    "en": [
        "Migration means {caption} {tag}",
        "{tag} {caption}",
        "To me, migration means {caption}. {tag}",
        "“Migration means {caption}” {tag}",
        'The sign says: "Migration means {caption}" {tag}',
        "Migration means {caption}.\nWhat does it mean to you? {tag}",
        "Migration means {caption} 🌍 {tag}",
        "Seen at our photo corner today, and true: migration means {caption} {tag}",
    ],
    "es": [
        "Migrar significa {caption} {tag}",
        "Para mí, la migración significa {caption}. {tag}",
        "«La migración significa {caption}» {tag}",
        "La migración significa {caption}.\n¿Y para ti? {tag}",
        "Migrar es {caption} ✊ {tag}",
    ],
    "fr": [
        "Migrer, c'est {caption} {tag}",
        "Pour moi, la migration, c'est {caption}. {tag}",
        "« La migration, c'est {caption} » {tag}",
        "La migration, c'est {caption}.\nEt pour vous ? {tag}",
        "Migrer, c'est {caption} 🤝 {tag}",
    ],
    "ar": ["الهجرة تعني {caption} {tag}", "بالنسبة لي، الهجرة تعني {caption} {tag}", "«الهجرة تعني {caption}»\n{tag}"],
    "pt": ["Migrar significa {caption} {tag}", "Para mim, migrar é {caption}. {tag}", "“Migrar é {caption}” {tag}"],
    "it": ["Migrare significa {caption} {tag}", "Per me, migrare vuol dire {caption}. {tag}"],
    "tr": ["Göç, {caption} demek {tag}", "Benim için göç, {caption} demek. {tag}"],
    "uk": ["Міграція — це {caption} {tag}", "Для мене міграція — це {caption}. {tag}"],
    "pl": ["Migracja to {caption} {tag}", "Dla mnie migracja to {caption}. {tag}"],
    "id": ["Migrasi berarti {caption} {tag}", "Bagi saya, migrasi berarti {caption}. {tag}"],
}

PASSED_ON: Final = {
    "en": "We pass this on: {text}", "es": "Lo compartimos: {text}", "fr": "À partager : {text}", "ar": "نشارككم: {text}",
    "pt": "Partilhamos: {text}", "it": "Condividiamo: {text}", "tr": "Paylaşıyoruz: {text}", "uk": "Поширюємо: {text}",
    "pl": "Podajemy dalej: {text}", "id": "Kami bagikan: {text}",
}

REPLIES: Final = {
    "en": ["Well said, that is what {tag} is about", "For us it means a fresh start, too {tag}", "Thank you for sharing your sign! {tag}"],
    "es": ["¡Bien dicho! {tag}", "Gracias por compartir tu cartel {tag}"],
    "fr": ["Bien dit ! {tag}", "Merci d'avoir partagé votre pancarte {tag}"],
    "ar": ["شكرًا على المشاركة {tag}"],
    "pt": ["Muito bem dito! {tag}"],
    "it": ["Ben detto! {tag}"],
    "tr": ["Ne güzel söylediniz {tag}"],
    "uk": ["Чудово сказано {tag}"],
    "pl": ["Dobrze powiedziane {tag}"],
    "id": ["Setuju sekali {tag}"],
}

THUNDERCLAP: Final = {
    "en": "On World Humanitarian Day I stand with people on the move. Migration means hope. {tag} https://example.org/whd-2014",
    "es": "En el Día Mundial de la Asistencia Humanitaria: migrar significa esperanza. {tag} https://example.org/whd-2014",
    "fr": "Journée mondiale de l'aide humanitaire : migrer, c'est espérer. {tag} https://example.org/whd-2014",
}

# Hashtags that the day brings along; they appear on the day itself and the day after.
DAY_TAGS: Final = {
    date(2014, 6, 20): "#WorldRefugeeDay",
    date(2014, 7, 18): "#MandelaDay",
    date(2014, 7, 30): "#EndTrafficking",
    date(2014, 8, 12): "#YouthDay",
    date(2014, 8, 19): "#WHD2014",
    date(2014, 9, 21): "#PeaceDay",
    date(2014, 10, 3): "#Lampedusa",
    date(2014, 10, 24): "#UNDay",
    date(2014, 12, 10): "#Rights365",
    date(2014, 12, 18): "#IMD2014",
}

PHOTO_TITLES: Final = [
    "Hands and a handwritten sign", "A sign at the harbour", "The classroom under the tree", "Market morning", "Two flags, one kitchen",
    "Waiting for the bus", "The new well", "A letter home", "First day at work", "The football field at dusk", "Back on the farm",
    "Night shift", "The sewing workshop", "At the border post", "A wall of signs",
    "Shoes by the door", "The bread oven", "Rain on the tents",
]
