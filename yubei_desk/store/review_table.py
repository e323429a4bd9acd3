"""The tables of the joint review 联合审批: stages of a process, reviews, seats, issues, earlier approvals."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from yubei_desk.store.ledger import count, of_matter
from yubei_desk.store.table import FOREVER, MOMENT, identity, metadata, reference, words


def of_stage() -> Column[int]:
    """The edition of a stage a row belongs to."""
    return Column("stage_id", BigInteger, ForeignKey("desk.stage.matter_id"), primary_key=True)


def of_review(*, key: bool = False) -> Column[int]:
    """The review a row belongs to."""
    return Column(
        "review_id", BigInteger, ForeignKey("desk.review.matter_id"), nullable=False, primary_key=key
    )


process = Table(
    "process", metadata, Column("code", SmallInteger, primary_key=True, autoincrement=False), words("name")
)
stage = Table(
    "stage",
    metadata,
    of_matter(),
    Column("process", SmallInteger, ForeignKey("desk.process.code"), nullable=False),
    Column("number", SmallInteger, nullable=False),
    Column("edition", Integer, nullable=False),
    words("name"),
    reference("lead_id", "section.id", null=True),
    words("mode"),
    Column("total_days", Integer),
    words("rollup"),
    words("basis"),
    reference("drafter_id", "staff.id"),
    Column("from_day", Date, nullable=False, server_default=FOREVER),
    Column("to_day", Date, nullable=False, server_default=FOREVER),
    UniqueConstraint("process", "number", "edition"),
    CheckConstraint("mode in ('预审服务', '联合办理')", name="mode"),
    CheckConstraint("rollup in ('全部办结', '必办事项办结')", name="rollup"),
)
stage_item = Table(
    "stage_item",
    metadata,
    of_stage(),
    reference("item_id", "item.id", key=True),
    count("position"),
    Column("mandatory", Boolean, nullable=False, server_default=text("true")),
)
stage_seat = Table(
    "stage_seat", metadata, of_stage(), reference("section_id", "section.id", key=True), count("position")
)
stage_gate = Table("stage_gate", metadata, of_stage(), reference("item_id", "item.id", key=True))
review = Table(
    "review",
    metadata,
    of_matter(),
    words("number", unique=True),
    Column("stage_id", BigInteger, ForeignKey("desk.stage.matter_id"), nullable=False),
    words("mode"),
    words("masked_applicant"),
    count("round"),
    Column("meeting_on", Date),
    words("meeting_at", ""),
    words("place", ""),
    count("at_item"),
    Column("at_item_since", MOMENT),
    words("result", ""),
    reference("window_id", "section.id"),
    Column("accepted_on", Date),
    Column("outer_on", Date),
)
review_item = Table(
    "review_item",
    metadata,
    of_review(key=True),
    reference("item_id", "item.id", key=True),
    Column("position", SmallInteger, nullable=False),
    reference("edition_id", "edition.id"),
    reference("case_id", "matter.id", kind=BigInteger, null=True),
    UniqueConstraint("review_id", "position"),
    Index(None, "case_id", postgresql_where=text("case_id is not null")),
)
seat = Table(
    "seat",
    metadata,
    of_matter(),
    of_review(),
    Column("position", SmallInteger, nullable=False),
    words("opinion", ""),
    words("words", ""),
    words("conditions", ""),
    Column("opined_act", BigInteger, ForeignKey("desk.act.id")),
    count("opined_round"),
    Column("invited_on", Date, nullable=False),
    count("absent_rounds"),
    UniqueConstraint("review_id", "position"),
    CheckConstraint("opinion in ('', 'agree', 'conditions', 'object', 'not_concerned')", name="opinion"),
)
issue = Table(
    "issue",
    metadata,
    identity(BigInteger),
    of_review(),
    reference("section_id", "section.id"),
    Column("act_id", BigInteger, ForeignKey("desk.act.id"), nullable=False),
    words("words"),
    words("owner"),
    Column("due_on", Date),
    Column("settled_act", BigInteger, ForeignKey("desk.act.id")),
    Index(None, "review_id"),
)
prior = Table(
    "prior",
    metadata,
    Column("project_id", BigInteger, ForeignKey("desk.project.matter_id"), nullable=False),
    reference("item_id", "item.id"),
    Column("act_id", BigInteger, ForeignKey("desk.act.id"), primary_key=True, autoincrement=False),
    words("kind"),
    words("number", ""),
    Column("issued_on", Date),
    Column("voided_act", BigInteger, ForeignKey("desk.act.id")),
    Index(
        "prior_item_key", "project_id", "item_id", unique=True, postgresql_where=text("voided_act is null")
    ),
    CheckConstraint("kind in ('prior', 'not_applicable')", name="kind"),
)
follow = Table(
    "follow",
    metadata,
    Column("project_id", BigInteger, ForeignKey("desk.project.matter_id"), primary_key=True),
    Column("step", Text, primary_key=True),
    reference("staff_id", "staff.id"),
    Column("act_id", BigInteger, ForeignKey("desk.act.id"), nullable=False),
    Index(None, "staff_id"),
)
