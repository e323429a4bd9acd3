"""The cases of the demonstration 示范办件: who applied for what, and the acts that followed, each at its
time.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from yubei_desk.deed.demo_names import Company, article_companies, invented_companies

ZONE = ZoneInfo("Asia/Shanghai")
Act = tuple[datetime, Callable[[], None]]  # what is filed when
SEED = 500112
BUILDING = ("land", "housing", "ecology", "reform", "fire", "water")
WEIGHTS = {"land": 5, "housing": 4, "ecology": 3, "reform": 3, "market": 3}
RECOMMENDED = {"opinion": "grant", "reasons": "经审查，申请材料齐全、符合法定形式，符合法定条件。"}
OUTCOMES = (
    "passed_on",
    "granted",
    "examining",
    "granted",
    "for_decision",
    "received",
    "granted",
    "examining",
)
RARE = ("refused", "granted", "passed_on", "examining", "granted", "for_decision", "granted", "received")
CERTIFICATES = ("delivered", "printed", "granted", "made")
ROAD = ("receive", "pass_on", "accept", "claim", "recommend")
PRINTED = ("print_1", "print_2", "confirm", "confirm", "deliver")
ENDS = {"received": 1, "passed_on": 2, "examining": 4, "for_decision": 5}
BODIES: Mapping[str, Mapping[str, object]] = {
    "recommend": RECOMMENDED,
    "grant": {"reasons": "经审查，符合法定条件，准予许可。"},
    "refuse": {
        "reasons": "申请事项不符合法定条件，所附材料与实际情况不一致。",
        "legal_ground": "《中华人民共和国行政许可法》第三十八条第二款",
    },
    "hand_back": {"reason": "申请表缺少项目名称，请窗口核对后再转。"},
    "send_back": {"reason": "请补充说明与周边用地的关系后再拟。"},
    "contact": {"with_whom": "经办人", "text": "电话告知办理进度。"},
    "deliver": {"way": "counter", "collector": "经办人", "id_checked": True, "authority": "授权委托书"},
}


@dataclass(frozen=True, slots=True)
class Step:
    """One act: its kind (print_1 and print_2 are the copies of a certificate), by whom, what it brings."""

    act: str
    login: str
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Case:
    """One application: the item's code, who applies, for which project, and what became of it, when."""

    item: str
    company: Company
    project: str
    steps: tuple[tuple[datetime, Step], ...]


class Script:
    """Writes cases for the centre of `plan`; `words` is resources/demo/cases.json. Same plan, same cases."""

    def __init__(self, plan: Mapping[str, Any], article: Mapping[str, Any], words: Mapping[str, Any]) -> None:
        self._plan = plan
        self._words = words
        self._article = article
        self._dice = random.Random(SEED)
        self._items = {item["code"]: item for item in plan["items"] if item["code"] not in words["left_out"]}
        self._turn, self._granted = count(), count()

    @cached_property
    def _companies(self) -> dict[str, tuple[Company, ...]]:
        return {code: invented_companies(self._words, code) for code in self._words["trades"]}

    @cached_property
    def _order(self) -> list[str]:
        """Items as they come to the counter: those of construction oftener, those with a certificate most."""
        drawn = [
            code
            for code, item in self._items.items()
            for _ in range(WEIGHTS.get(item["section"], 2) + 5 * bool(item["certificate_form"]))
        ]
        self._dice.shuffle(drawn)
        return drawn

    def companies(self) -> dict[str, Company]:
        """The article's companies by key."""
        return article_companies(self._article, self._words)

    def article_cases(self) -> Iterator[Case]:
        """What the article tells, on its own days of 2020."""
        companies = self.companies()
        for row in self._words["article"]["cases"]:
            item = self._items[row["item"]]
            project = row["project"]
            steps = [
                (
                    datetime.fromisoformat(told[0]).replace(tzinfo=ZONE),
                    self._step(told[1], item, 0, project, *told[2:]),
                )
                for told in row["steps"]
            ]
            yield Case(row["item"], companies[row["company"]], project, tuple(steps))

    def recent_cases(self, how_many: int, days: Sequence[date], now: datetime) -> Iterator[Case]:
        """Cases over these working days (the last one latest), none of whose acts lies after `now`."""
        running: Counter[tuple[str, str]] = Counter()  # one running case a project and item (LAW 5)
        for _ in range(how_many):
            turn = next(self._turn)
            item = self._items[self._order[turn % len(self._order)]]
            acts = self._acts(item, self._outcome(item, turn), turn)
            steps = self._timed(acts, item, days, turn)
            company = self._company(item, turn)
            project = self._project(company, item, running)
            told = [(at, self._step(act, item, turn, project)) for at, act in steps if at <= now]
            if told:
                yield Case(item["code"], company, project, tuple(told))

    def _project(self, company: Company, item: Mapping[str, Any], running: Counter[tuple[str, str]]) -> str:
        """What is built: a company that asks for the same again does so for the next phase of it."""
        if item["section"] not in BUILDING:
            return ""
        phase = running[company.name, item["code"]]
        running[company.name, item["code"]] += 1
        return f"{company.word}项目" + (f"{phase + 1}期" if phase else "")

    def today_case(self, now: datetime) -> Case:
        """One more case, received now: most go to their section, some further (`demo --cases`)."""
        turn = next(self._turn)
        item = self._items[self._order[turn % len(self._order)]]
        outcome = ("passed_on", "passed_on", "passed_on", "received", "examining", "passed_on", "granted")[
            turn % 7
        ]
        if outcome == "granted" and (turn % 35 != 6 or item["section"] == "office"):
            outcome = "for_decision"
        acts = [act for act in self._acts(item, outcome, turn) if act not in PRINTED]
        steps = tuple((now, self._step(act, item, turn, "")) for act in acts)
        return Case(item["code"], self._company(item, turn), "", steps)

    def _company(self, item: Mapping[str, Any], turn: int) -> Company:
        companies = self._companies[item["section"]]
        return companies[(turn * 7) % len(companies)]

    def _outcome(self, item: Mapping[str, Any], turn: int) -> str:
        """A state to leave the case in; a section nobody decides for goes no further than examining."""
        outcome = (RARE if turn % 5 == 4 else OUTCOMES)[turn * 3 % 8]
        if item["section"] == "office":
            return ("passed_on", "examining", "received")[turn % 3]
        if outcome == "granted" and item["certificate_form"]:
            return CERTIFICATES[next(self._granted) % len(CERTIFICATES)]
        return outcome

    def _acts(self, item: Mapping[str, Any], outcome: str, turn: int) -> list[str]:
        road = [act for act in ROAD if not (item["window_accepts"] and act == "pass_on" and turn % 2)]
        if item["instant"] and outcome != "for_decision":
            road.remove("recommend")
        if turn % 31 == 3 and "pass_on" in road:
            road[2:2] = ["hand_back", "pass_on"]
        elif turn % 23 == 5 and "recommend" in road:
            road += ["send_back", "recommend"]
        elif turn % 6 == 1 and "claim" in road:
            road.insert(road.index("claim") + 1, "contact")
        if outcome in ENDS:
            last = ROAD[ENDS[outcome] - 1]
            last = last if last in road else "receive"
            end = len(road) - road[::-1].index(last)
            return road[: end - (outcome == "examining" and turn % 3 == 0)]
        extra = {"printed": 1, "made": 4, "delivered": 5}.get(outcome, 0)
        return [*road, "refuse" if outcome == "refused" else "grant", *PRINTED[:extra]]

    def _timed(
        self, acts: Sequence[str], item: Mapping[str, Any], days: Sequence[date], turn: int
    ) -> Iterator[tuple[datetime, str]]:
        """Each act at its time: received so long ago that running cases are green, yellow or overdue."""
        limit = item["promised_days"] * (5 if item["limit_unit"] == "natural" else 7) // 7 or 1
        decided = "grant" in acts or "refuse" in acts
        if "accept" not in acts:
            ages = [self._dice.choice((0, 0, 1, 1, 2, 3, 4) if turn % 9 else (6, 7))] * 2
        else:
            left = (
                self._dice.choice((limit, limit // 2, 1, 1, 2, -2))
                if not decided
                else -self._dice.randrange(25)
            )
            accepted = min(max(limit - left, 0), len(days) - 4)
            ages = [accepted + self._dice.choice((0, 0, 1, 2)), accepted]
        pace = self._dice.randint(1, max(limit, 1))
        at = datetime.combine(days[-1 - ages[0]], time(9), ZONE) + timedelta(
            minutes=self._dice.randrange(300)
        )
        for act in acts:
            yield at, act
            if act in ("pass_on", "receive") and ages[1] < ages[0] and at.date() < days[-1 - ages[1]]:
                at = self._move(at, days, days[-1 - ages[1]])
            elif act in ("claim", "contact") and decided:
                at = self._move(at, days, days[min(len(days) - 1, days.index(at.date()) + pace)])
            else:
                at += timedelta(minutes=self._dice.randint(4, 19))

    def _move(self, at: datetime, days: Sequence[date], to_day: date) -> datetime:
        if to_day == at.date():
            return at + timedelta(minutes=self._dice.randint(5, 25))
        return datetime.combine(to_day, time(9), ZONE) + timedelta(minutes=self._dice.randrange(300))

    def _step(self, act: str, item: Mapping[str, Any], turn: int, project: str, words: str = "") -> Step:
        body = dict(BODIES.get(act, {}))
        if words:
            body["text"] = words
        if act in ("recommend", "grant") and item["certificate_form"]:
            body |= self._facts(turn, project)
        return Step(act, self._who(act, item, turn), body)

    def _who(self, act: str, item: Mapping[str, Any], turn: int) -> str:
        section = item["section"]
        if act in ("receive", "pass_on", "deliver", "accept") and (
            act != "accept" or self._at_window(item, turn)
        ):
            return f"demo_window_{(1 if section in BUILDING else 3) + turn % 2}"
        if act in ("grant", "refuse", "send_back"):
            lent = [row["deputy"] for row in self._plan["lendings"] if item["code"] in row["items"]]
            return str(lent[0]) if lent and turn % 7 == 6 else f"demo_{section}_chief"
        return "demo_office_officer" if section == "office" else f"demo_{section}_officer_{1 + turn % 2}"

    def _at_window(self, item: Mapping[str, Any], turn: int) -> bool:
        return bool(item["window_accepts"] and turn % 2)

    def _facts(self, turn: int, project: str) -> dict[str, str]:
        """What stands on a 建设用地规划许可证."""
        area = 21_000 + turn * 137 % 60_000
        return {
            "project": project or "工业项目",
            "approving_authority": "重庆市渝北区人民政府",
            "approval_number": f"渝北府地〔2020〕{turn + 1}号",
            "location": f"重庆市渝北区{self._words['places'][turn % len(self._words['places'])]}",
            "area": f"{area:,}平方米",
            "land_use": "工业用地",
            "scale": f"总建筑面积{area * 2:,}平方米",
            "acquisition": "招拍挂出让",
            "attachments": "用地红线图一份",
        }
