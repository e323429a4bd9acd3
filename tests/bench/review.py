"""Joint reviews of the benchmark: one stage of eight items, twelve seats, forty projects at its table."""

from __future__ import annotations

from uuid import uuid4

from tests.bench.desk import MemoryKey
from tests.bench.hall import PASSWORD, Hall
from yubei_desk.deed.decision import DecisionDeeds
from yubei_desk.deed.demo_stages import publish_stages
from yubei_desk.domain.act import Filed, Wish
from yubei_desk.paper.sign import verify
from yubei_desk.store.connect import open_engine
from yubei_desk.store.store import Store

SEATS, ITEMS = 12, 8
CODES = [f"i{number}" for number in range(1, ITEMS + 1)]
LEAD = 1
APPLICANT = {"kind": "企业", "name": "测速有限公司", "initials": "csyxgs", "masked": "测＊"}
STAGE = {
    "process": 3,
    "number": 3,
    "name": "施工许可",
    "lead": f"s{LEAD}",
    "mode": "预审服务",  # nothing runs before the conclusion: it opens every case
    "basis": "优化营商环境条例 第四十二条",
    "items": CODES,
    "seats": [f"s{number}" for number in range(1, SEATS + 1)],
    "gate": [],
}


class Table:
    """The chiefs at the table with their keys unlocked, and the reviews they sit over."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._stores = {login: self._open(login) for login in ("window_1", "cataloguer_1", "cataloguer_2")}
        self._deeds: dict[int, DecisionDeeds] = {}
        self._seen: dict[int, int] = {}
        for number in range(1, SEATS + 1):
            login = f"chief_{number}"
            self._stores[login] = store = self._open(login)
            self._deeds[number] = DecisionDeeds(store, MemoryKey(number), store.load_session(login))
        drafter, publisher = self._stores["cataloguer_1"], self._stores["cataloguer_2"]
        self._ids = drafter.load_codes()
        self._stage = publish_stages(drafter, publisher, [STAGE])[3, 3]
        self.today = str(self._stores["chief_1"].load_session("chief_1").now.date())

    def _open(self, login: str) -> Store:
        return Store(open_engine(self._hall.place, login, PASSWORD), verify)

    def review(self, number: int) -> tuple[int, dict[int, int]]:
        """A review of project `number` in session; its matter, and its seats' by section."""
        body = {
            "stage": self._stage,
            "consent": True,
            "project": {"name": f"测速工业园{number}号项目"},
            "applicant": APPLICANT,
            "private": {},
            "items": [self._ids["item", code] for code in CODES],
            "materials": [{"position": 1, "name": "申请表", "form": "paper", "originals": 1}],
        }
        review = self._stores["window_1"].file_act(Wish("draft_review", uuid4(), body=body)).matter_id
        chair, meeting = (
            self._stores[f"chief_{LEAD}"],
            {"meeting_at": f"{8 + number // 60:02}:{number % 60:02}"},
        )
        told = {"meeting_on": self.today, "place": "三楼会议室", **meeting}
        chair.file_act(Wish("convene", uuid4(), review, 1, told))
        chair.file_act(Wish("open_session", uuid4(), review, 2, {}))
        with self._hall.superuser() as owner:
            rows = owner.execute(
                "select x.section_id, x.id from desk.matter x where x.parent_id = %s and x.kind = 'seat'",
                (review,),
            ).fetchall()
        sections = {self._ids["section", f"s{place}"]: place for place in range(1, SEATS + 1)}
        return review, {sections[section]: seat for section, seat in rows}

    def opine(self, section: int, seat: int, opinion: str) -> Filed:
        """The section's chief says their opinion, signed; they may say another later."""
        body = {"opinion": opinion, "words": "经审查，意见如上。"}
        seen = self._seen.get(seat, 1)
        self._seen[seat] = seen + 1
        wish = Wish("opine", uuid4(), seat, seen, body)
        return self._deeds[section].sign_and_file(wish, "")

    def conclude(self, review: int) -> Filed:
        """The lead's chief concludes, signed: every item becomes a case."""
        wish = Wish("conclude", uuid4(), review, 3, {"result": "passed", "reasons": "各科室一致同意"})
        return self._deeds[LEAD].sign_and_file(wish, "")

    def close(self) -> None:
        """Everybody leaves."""
        for store in self._stores.values():
            store.close()
