from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.near_duplicates import NearDuplicateFinder
from index.testing import article

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.datatypes import Article

ENGLISH = """\
The river authority said on Tuesday that the old lock at Marlow Bridge would stay shut until \
spring.
Engineers found cracks in two of the four gates after a barge struck them in heavy fog last week.
Nobody was hurt, but some 12,500 tonnes of grain are waiting on the upper river for a way down.
"We would rather lose a season than a crew," the chief engineer, Anna Holt, told reporters.
Freight companies asked the ministry to open the northern canal, which has been closed since 2011.
The ministry said it would decide by the end of the month whether the banks are safe enough.
Farmers in the valley fear that part of the harvest will spoil before it reaches the port.
Repairs are expected to cost 3.5 million pounds, most of which the insurer of the barge will pay.
"""

ENGLISH_ELSEWHERE = """\
Marlow Bridge lock to remain closed for months after barge accident.
Shipping on the river faces a long winter: the gates damaged by a vessel in fog last week cannot \
be repaired before spring, according to officials.
Anna Holt, who leads the engineering team, said the safety of crews mattered more than a season.
About 12,500 tonnes of grain are stuck upstream, and growers warn that it may rot.
Hauliers want the northern canal to be used again, but a decision is weeks away.
The bill for the repairs is put at 3.5 million pounds.
"""

FRENCH = """\
Le conseil municipal a voté lundi soir la fermeture de la piscine des Tilleuls, bâtie en 1974.
Les travaux, estimés à 4 200 000 euros, auraient dépassé le budget annuel de toute la commune.
« Nous n'avons plus le choix », a déclaré la maire, Claire Aubert, devant une salle comble.
Une association de nageurs, qui a recueilli 2 300 signatures, promet de saisir le tribunal.
Les écoles du quartier iront désormais au bassin de la ville voisine, à vingt minutes en car.
Le terrain doit accueillir un jardin public, dont les plans seront montrés au printemps prochain.
L'opposition a quitté la séance avant le vote, en dénonçant une décision prise d'avance.
"""

CHINESE = """\
市政府星期二宣布，城南的老火车站将在明年春天改建成一座铁路博物馆。
这座车站建于一九二八年，自从新车站启用以后已经空置了十二年。
负责设计的建筑师表示，候车大厅的木质屋顶和彩色玻璃都会保留下来。
工程预计花费三千五百万元，其中一半由省里的文物保护基金承担。
附近的居民希望博物馆能带来游客，但也担心周末的停车问题会更加严重。
市长说，站前广场下面将修建一个可以容纳四百辆汽车的地下停车场。
第一批展品包括两台蒸汽机车和几百张老照片，它们目前存放在郊区的仓库里。
"""

THAI = """\
เทศบาลนครประกาศเมื่อวันอังคารว่าสะพานไม้เก่าแก่ข้ามแม่น้ำจะปิดซ่อมแซมเป็นเวลาหกเดือน
วิศวกรพบว่าเสาหลักสามต้นผุกร่อนหลังจากน้ำท่วมใหญ่เมื่อปีที่แล้วและอาจเป็นอันตรายต่อผู้คน
ชาวบ้านทั้งสองฝั่งต้องใช้เรือข้ามฟากที่เทศบาลจัดไว้ให้โดยไม่เสียค่าโดยสารจนกว่างานจะเสร็จ
"""

CORPUS = [ENGLISH, FRENCH, CHINESE, THAI]


def clusters(articles: Iterable[Article]) -> dict[str, str]:
    finder = NearDuplicateFinder()
    for one in articles:
        finder.add(one)
    return finder.clusters()


def are_near_duplicates(one: str, other: str) -> bool:
    found = clusters([article("a", one), article("b", other)])
    assert found in ({}, {"a": "a", "b": "a"})
    return bool(found)


def without(text: str, *numbers: int) -> str:
    return "".join(
        line for number, line in enumerate(text.splitlines(True)) if number not in numbers
    )


# Revisions, cuts and mixtures of a few stories: often near-duplicates, often almost.
LINES = [line for text in CORPUS for line in text.splitlines(True)]
TEXTS = st.one_of(
    st.sampled_from(["", "Yes.", "yes", "🙂", *CORPUS]),
    st.builds(
        lambda text, left_out, more: without(text, *left_out) + "".join(more),
        st.sampled_from(CORPUS),
        st.sets(st.integers(0, 7), max_size=4),
        st.lists(st.sampled_from(LINES), max_size=4),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=9), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(texts: list[str], chance) -> None:
    articles = [article(f"{number:02}", text) for number, text in enumerate(texts)]
    shuffled = list(articles)
    chance.shuffle(shuffled)
    found = clusters(articles)
    assert found == clusters(shuffled)
    for member, cluster in found.items():
        assert cluster == min(other for other in found if found[other] == cluster)
        assert list(found.values()).count(cluster) > 1
        assert member in found


@settings(max_examples=60, deadline=None)
@given(st.text(), st.sampled_from(["", " ", "\n\n", "\ufeff"]))
@example("٣", "")
@example("🙂", " ")
@example("ﬁn", "")
def test_a_text_is_a_near_duplicate_of_itself_and_nothing_is_of_nothing(
    text: str, space: str
) -> None:
    assert are_near_duplicates(text, text) == bool(text.split())
    assert are_near_duplicates("one two", space) is False


@pytest.mark.parametrize(
    ("original", "edited"),
    [
        pytest.param(ENGLISH, f"LONDON, 3 March (Agency) – {ENGLISH}", id="header"),
        pytest.param(
            FRENCH, f"{FRENCH}Corrige l'orthographe du nom de la maire.", id="correction line"
        ),
        pytest.param(ENGLISH, without(ENGLISH, 6, 7), id="cut tail"),
        pytest.param(FRENCH, without(FRENCH, 5, 6), id="cut tail, French"),
        pytest.param(CHINESE, without(CHINESE, 5, 6), id="cut tail, Chinese"),
        pytest.param(THAI, without(THAI, 2), id="cut tail, Thai"),
        pytest.param(
            FRENCH,
            FRENCH.replace("4 200 000", "4.200.000").replace("« ", '"').replace(" »", '"'),
            id="numbers and quotes",
        ),
        pytest.param(CHINESE, f"本报讯：{CHINESE}".replace("，", ","), id="header, Chinese"),
        pytest.param(
            ENGLISH,
            ENGLISH.replace("Freight companies", "Shipping firms").replace("Nobody", "No one"),
            id="words",
        ),
        pytest.param(
            CHINESE,
            CHINESE.replace("十二年", "十多年").replace("市长说", "市长称"),
            id="characters",
        ),
        pytest.param(ENGLISH, ENGLISH.replace("\n", " ").upper(), id="layout and case"),
    ],
)
def test_an_edited_text_is_a_near_duplicate(original: str, edited: str) -> None:
    assert are_near_duplicates(original, edited)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(ENGLISH, ENGLISH_ELSEWHERE, id="the event, told by another outlet"),
        pytest.param(
            ENGLISH,
            "".join(ENGLISH_ELSEWHERE.splitlines(True)) + "".join(ENGLISH.splitlines(True)[1:4]),
            id="background in common",
        ),
        pytest.param(ENGLISH, "".join(ENGLISH.splitlines(True)[:2]), id="a quotation"),
        pytest.param("The shop is closed today.", "The shop is closed on Monday.", id="short"),
        pytest.param("Rates rose by 3,5 %.", "Rates rose by 35 %.", id="short, another number"),
        pytest.param("股市今天上涨。", "股市今天下跌。", id="short, Chinese"),
        pytest.param("हिन्दी", "हन्द", id="vowel signs count"),
        pytest.param("🙂", "🙁", id="signs only"),
    ],
)
def test_what_merely_resembles_is_no_near_duplicate(one: str, other: str) -> None:
    assert not are_near_duplicates(one, other)


def test_boilerplate_makes_no_near_duplicates() -> None:
    footer = (
        "Share this article: mail, Facebook, Twitter. All rights reserved. Sign up for our letter, "
        "which brings the best of the week to your inbox every Friday morning, free of charge.\n"
    )
    articles = [
        article(str(number), footer + "".join(text.splitlines(True)[:5]) + footer)
        for number, text in enumerate([ENGLISH, ENGLISH_ELSEWHERE, FRENCH, CHINESE])
    ]
    assert clusters(articles) == {}


def test_a_header_does_not_count() -> None:
    header = "Published: 2020-09-17\nSource: Agency\n"
    assert clusters(
        [
            article("a", f"{header}No comment.", body_start=len(header)),
            article("b", "No comment."),
            article("c", f"{header}All is well.", body_start=len(header)),
        ]
    ) == {"a": "a", "b": "a"}


def test_near_duplicates_of_near_duplicates_share_a_cluster() -> None:
    """The ends of a chain of cuts stand in one cluster through its middle, though not alike."""
    whole, *_, shortest = chain = ["".join(ENGLISH.splitlines(True)[:n]) for n in (8, 6, 4, 2)]
    assert not are_near_duplicates(whole, shortest)
    articles = [article(str(number), text) for number, text in enumerate(chain)]
    assert clusters([*articles, article("other", FRENCH)]) == dict.fromkeys("0123", "0")


def test_the_threshold_may_be_chosen() -> None:
    edited = ENGLISH.replace("Freight companies", "Shipping firms").replace("Nobody", "No one")
    strict = NearDuplicateFinder(threshold=1.0)
    strict.add(article("a", ENGLISH))
    strict.add(article("b", edited))
    strict.add(article("c", ENGLISH))
    assert strict.clusters() == {"a": "a", "c": "a"}


def test_articles_may_be_added_after_clusters_were_read() -> None:
    finder = NearDuplicateFinder()
    finder.add(article("b", ENGLISH))
    assert finder.clusters() == {}
    finder.add(article("a", without(ENGLISH, 7)))
    assert finder.clusters() == {"a": "a", "b": "a"}


def test_an_id_stands_for_one_article() -> None:
    finder = NearDuplicateFinder()
    finder.add(article("a", ENGLISH))
    with pytest.raises(ValueError, match="'a'"):
        finder.add(article("a", FRENCH))
