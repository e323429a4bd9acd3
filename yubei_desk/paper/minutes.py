"""Facts of 会议纪要 and 联合审批意见汇总表: the minutes of a review in the words the two forms print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from yubei_desk.domain.minutes import (
    AWAITED,
    OPEN_RESULT,
    SILENT,
    Minutes,
    Opinion,
    PaperOpinion,
    Presence,
    SeatRecord,
    Session,
    Stamp,
)
from yubei_desk.paper.facts import BEIJING

COUNTED = ("agree", "conditions", "object", "not_concerned")
PRESENCE = {"absent": "缺席", "awaited": "未到"}
Facts = dict[str, object]


def minutes_facts(minutes: Minutes) -> Facts:
    """What the 会议纪要 prints."""
    last = minutes.sessions[-1]
    return {
        **_heading(minutes),
        "chair": _who(last.opened or last.convened),
        "recorder": "、".join(dict.fromkeys(_who(note.stamp) for note in minutes.notes)),
        "sessions": [_session_row(minutes, session) for session in minutes.sessions],
        "agenda": _agenda(minutes),
        "attendance": [_attendance_row(seat, len(minutes.sessions)) for seat in minutes.seats],
        "notes": [
            {"at": _minute(note.stamp.at), "item": note.item, "words": note.words, "by": note.stamp.by}
            for note in minutes.notes
        ],
        "opinions": _opinion_rows(minutes),
        "earlier": list(_earlier_rows(minutes)),
        "dissent": _dissent(minutes),
        "issues": [
            {
                "number": number,
                "section": issue.section,
                "words": issue.words,
                "owner": issue.owner,
                "due_on": _day(issue.due_on),
                "outcome": f"已于{_day(issue.settled.at)}解决：{issue.outcome}"
                if issue.settled
                else "未解决",
            }
            for number, issue in enumerate(minutes.issues, 1)
        ],
        "conditions": list(_condition_rows(minutes)),
    }


def summary_facts(minutes: Minutes) -> Facts:
    """What the 联合审批意见汇总表 prints."""
    return {
        **_heading(minutes),
        "agenda": _agenda(minutes),
        "opinions": _opinion_rows(minutes),
        "counts": _counts(minutes),
    }


def _heading(minutes: Minutes) -> Facts:
    last, conclusion = minutes.sessions[-1], minutes.conclusion
    return {
        "number": minutes.number,
        "project": minutes.project,
        "project_code": minutes.project_code,
        "applicant": minutes.applicant,
        "process": minutes.process,
        "stage": minutes.stage,
        "mode": minutes.mode,
        "lead": minutes.lead,
        "department": minutes.department,
        "round": str(last.round),
        "meeting_on": last.meeting_on,
        "meeting_at": last.meeting_at,
        "place": last.place,
        "result": conclusion.label if conclusion else OPEN_RESULT,
        "reasons": conclusion.reasons if conclusion else "",
        "concluded_on": conclusion.stamp.at.astimezone(BEIJING).date() if conclusion else None,
        "signer": _who(conclusion.stamp) if conclusion else "",
        "act_number": str(minutes.last.act_id),
        "chain_head": minutes.last.mark,
        "practice": minutes.practice,
    }


def _session_row(minutes: Minutes, session: Session) -> Mapping[str, str]:
    ended = f"{_minute(session.adjourned.at)}休会：{session.reason}" if session.adjourned else ""
    if not ended and minutes.conclusion:
        ended = f"{_minute(minutes.conclusion.stamp.at)}作出结论"
    return {
        "round": f"第{session.round}轮",
        "called": f"{_day(session.meeting_on)} {session.meeting_at}",
        "place": session.place,
        "opened": _minute(session.opened.at) if session.opened else "尚未开会",
        "ended": ended,
    }


def _agenda(minutes: Minutes) -> list[Mapping[str, object]]:
    return [
        {
            "position": each.position,
            "item": each.item,
            "section": each.section,
            "case_number": each.case_number,
            "promised": each.promised,
        }
        for each in minutes.agenda
    ]


def _attendance_row(seat: SeatRecord, rounds: int) -> Mapping[str, object]:
    lines = [
        (f"第{presence.round}轮　" if rounds > 1 else "") + _presence(presence) for presence in seat.presences
    ]
    return {
        "position": seat.position,
        "section": seat.section,
        "department": seat.department,
        "presence": "\n".join(lines),
    }


def _presence(presence: Presence) -> str:
    if presence.stamp:
        did = "签到" if presence.how == "seated" else "未签到，已表态"
        return f"{_who(presence.stamp)} {_minute(presence.stamp.at)}{did}"
    return PRESENCE.get(presence.how, "沿用前一轮意见")


def _opinion_rows(minutes: Minutes) -> list[Mapping[str, object]]:
    return [
        {
            "position": seat.position,
            "section": seat.section,
            "department": seat.department,
            "opinion": seat.opinion.label if seat.opinion else SILENT if minutes.conclusion else AWAITED,
            "words": seat.opinion.words if seat.opinion else _silence(minutes, seat),
            "conditions": seat.opinion.conditions if seat.opinion else "",
            "signed": _signed(seat.opinion) if seat.opinion else "",
        }
        for seat in minutes.seats
    ] + [_paper_row(paper) for paper in minutes.papers]


def _paper_row(paper: PaperOpinion) -> Mapping[str, object]:
    stamp = paper.entered
    entered = f"由{_who(stamp)}录入\n环节 {stamp.act_id}　校验 {stamp.mark}"
    return {
        "position": "书面",
        "section": paper.body,
        "department": "没有本系统账号的单位",
        "opinion": paper.label,
        "words": paper.words,
        "conditions": "",
        "signed": f"书面意见，落款{_day(paper.dated)}\n{entered}",
    }


def _silence(minutes: Minutes, seat: SeatRecord) -> str:
    if not minutes.conclusion:
        return ""
    rounds = sum(presence.how == "absent" for presence in seat.presences)
    absent = f"，缺席 {rounds} 次" if rounds else ""
    return f"{_day(seat.invited_on)}通知{absent}；未表态不视为同意。"


def _signed(opinion: Opinion) -> str:
    stamp = opinion.stamp
    return f"{_who(stamp)}\n{_minute(stamp.at)}\n环节 {stamp.act_id}　校验 {stamp.mark}"


def _earlier_rows(minutes: Minutes) -> Iterator[Mapping[str, object]]:
    for seat in minutes.seats:
        for opinion in seat.earlier:
            yield {
                "round": f"第{opinion.round}轮",
                "section": seat.section,
                "opinion": opinion.label,
                "words": _joined(opinion.words, opinion.conditions),
                "signed": _signed(opinion),
            }


def _joined(words: str, conditions: str) -> str:
    return f"{words}\n附带条件：{conditions}" if conditions else words


def _dissent(minutes: Minutes) -> str:
    return "；".join(
        f"{seat.section}：{seat.opinion.words}"
        for seat in minutes.seats
        if seat.opinion and seat.opinion.value == "object"
    )


def _condition_rows(minutes: Minutes) -> Iterator[Mapping[str, object]]:
    """What the parallel cases carry along: the seats' conditions, and the issues left open."""
    for seat in minutes.seats:
        if seat.opinion and seat.opinion.conditions:
            yield {"source": f"{seat.section}（附带条件）", "words": seat.opinion.conditions}
    for issue in minutes.issues:
        if minutes.conclusion and not issue.settled:
            yield {"source": f"{issue.section}（未解决的问题）", "words": issue.words}


def _counts(minutes: Minutes) -> str:
    """How many seats said what, none left out."""
    said: Sequence[str] = [seat.opinion.value if seat.opinion else "" for seat in minutes.seats]
    labels = {seat.opinion.value: seat.opinion.label for seat in minutes.seats if seat.opinion}
    count = Counter(said)
    parts = [f"{labels[value]} {count[value]}" for value in COUNTED if count[value]]
    silent = [f"{SILENT if minutes.conclusion else AWAITED} {count['']}"] if count[""] else []
    papers = f"；另有书面意见 {len(minutes.papers)} 份" if minutes.papers else ""
    return f"共 {len(said)} 席：" + "，".join(parts + silent) + papers


def _who(stamp: Stamp) -> str:
    """The name of a post or person says the office already where it ends in it; a deputy is told apart."""
    return stamp.by if stamp.by.endswith(stamp.capacity) else f"{stamp.by}（{stamp.capacity}）"


def _minute(moment: datetime) -> str:
    there = moment.astimezone(BEIJING)
    return f"{_day(there)} {there:%H:%M}"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
