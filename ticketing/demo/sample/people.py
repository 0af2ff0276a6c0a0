"""The people of the sample data: names from all over, put together by chance."""

from random import Random
from typing import NamedTuple

_NAMES = {
    "de": (
        "Anna Lukas Mia Jonas Greta Emil Käthe Özgür Sofie Matthias Johanna Bjørn",
        "Müller Weiß Schröder Yılmaz Nguyễn Kowalski Bauer Öztürk Groß Lehmann Jäger Böhm",
    ),
    "en": (
        "Olivia Liam Maya Noah Zoë Ethan Renée Jamal Siobhán Diego Chloe Kwame",
        "Smith Johnson O’Connor García Nguyen Washington Patel Kim Rossi Jackson Müller Okafor",
    ),
    "ja": (
        "陽菜 蓮 結衣 大翔 美咲 翔太 Yuki Haruto Sakura Kenji 凛 Emi",
        "佐藤 鈴木 高橋 田中 Watanabe Itō Yamamoto 中村 Kobayashi 加藤 吉田 Sasaki",
    ),
    "mix": (
        "Aïcha Łukasz Ingrid João Priya Dmitri 伟 Fatima Niamh Søren Eleni Mateus",
        "van den Berg|Nowak|Lindqvist|Costa|Sharma|Иванов|王|El-Sayed|Murphy|Ångström|Παπαδοπούλου|Silva",
    ),
    "ar": (
        "ليلى محمد نورة سالم فاطمة خالد Aisha Omar مريم يوسف Layla Tariq",
        "المنصوري|الكندري|البلوشي|الهاشمي|Al-Rashid|Haddad|الشامسي|Khan|Mathew|القحطاني|Nasser|D’Souza",
    ),
}
CULTURES = {"kulturhaus-muehle": "de", "harbor-and-pine": "en", "tsukimi": "ja", "commons": "mix", "diwan": "ar"}


class Person(NamedTuple):
    """A made-up buyer. `email` is at example.org, which belongs to nobody."""

    first_name: str
    last_name: str
    email: str
    locale: str


def person(organizer: str, chance: Random) -> Person:
    """Somebody who may buy from this organizer; one in ten comes from elsewhere. The same few hundred come again."""
    culture = CULTURES[organizer] if chance.random() < 0.9 else chance.choice(sorted(_NAMES))
    firsts, lasts = (_words(names) for names in _NAMES[culture])
    number = chance.randrange(400)
    first, last = firsts[number % len(firsts)], lasts[number // len(firsts) % len(lasts)]
    locale = {"de": "de", "ar": "ar"}.get(culture, "en")
    return Person(first, last, f"{culture}.guest{number}@example.org", locale)


def companion(organizer: str, chance: Random) -> tuple[str, str]:
    """The name of somebody who comes along."""
    firsts, lasts = (_words(names) for names in _NAMES[CULTURES[organizer]])
    return chance.choice(firsts), chance.choice(lasts)


def _words(names: str) -> list[str]:
    return names.split("|") if "|" in names else names.split()
