"""The tables of the ledger: matters, their acts, and the satellites only acts may write."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.types import UserDefinedType

from yubei_desk.store.table import FOREVER, MOMENT, identity, metadata, reference, words


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction number: the bell compares snapshots of it, never ids (POSTGRES 4)."""

    cache_ok = True

    def get_col_spec(self, **_kw: object) -> str:
        """The type's name."""
        return "xid8"


def of_matter(*, key: bool = True) -> Column[int]:
    """The matter a satellite row belongs to."""
    return reference("matter_id", "matter.id", kind=BigInteger, key=key)


def count(name: str, default: int = 0) -> Column[int]:
    """A whole number that starts at `default`."""
    return Column(name, Integer, nullable=False, server_default=text(str(default)))


matter = Table(
    "matter",
    metadata,
    identity(BigInteger),
    words("kind"),
    reference("section_id", "section.id"),
    reference("parent_id", "matter.id", kind=BigInteger, null=True),
    reference("project_id", "matter.id", kind=BigInteger, null=True),
    words("state", ""),
    count("version"),
    count("position"),
    Column("chain_head", LargeBinary, nullable=False, server_default=text("'\\x'")),
    Column("latest_hash", LargeBinary, nullable=False, server_default=text("'\\x'")),
    Column("due_on", Date, nullable=False, server_default=FOREVER),
    Column("warn_on", Date, nullable=False, server_default=FOREVER),
    Column("open", Boolean, nullable=False, server_default=text("true")),
    reference("handler_id", "staff.id", null=True),
    words("topic", null=True),  # item and business of a case: once among the open ones of a project
    Index(
        "matter_worklist_ix",
        "kind",
        "section_id",
        "due_on",
        "id",
        postgresql_where=text("open"),
        postgresql_include=["warn_on", "handler_id", "project_id", "parent_id"],
    ),
    Index("matter_project_ix", "project_id", postgresql_where=text("project_id is not null")),
    Index("matter_parent_ix", "parent_id", postgresql_where=text("parent_id is not null")),
    Index(
        "matter_topic_key",
        "project_id",
        "topic",
        unique=True,
        postgresql_where=text("open and topic is not null"),
    ),
    Index("matter_table_ix", "section_id", postgresql_where=text("kind in ('review', 'seat')")),
)
act = Table(
    "act",
    metadata,
    identity(BigInteger),
    reference("matter_id", "matter.id", kind=BigInteger),
    reference("section_id", "section.id"),
    words("kind"),
    Column("position", Integer, nullable=False),
    Column("seen_version", Integer),
    words("body", "{}"),
    Column("wish", Uuid, nullable=False),
    words("letter", null=True),
    Column("signature", LargeBinary),
    reference("key_id", "signing_key.id", null=True),
    reference("actor_id", "staff.id", null=True),
    words("duty"),
    reference("authorisation_id", "authorisation.id", null=True),
    reference("lending_id", "lending.id", null=True),
    Column("at", MOMENT, nullable=False),
    words("from_state"),
    words("to_state"),
    words("basis"),
    words("sight"),
    reference("caused_by", "act.id", kind=BigInteger, null=True),
    Column("prev_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("xid", Xid8, nullable=False, server_default=text("pg_current_xact_id()")),
    # Deferrable, so that ON CONFLICT DO NOTHING cannot drop a row after the guard has moved its matter.
    UniqueConstraint("wish", deferrable=True, initially="IMMEDIATE"),
    UniqueConstraint("matter_id", "position"),
    UniqueConstraint("matter_id", "seen_version"),
    Index("act_xid_ix", "xid", "id"),
    CheckConstraint("octet_length(body) <= 65536", name="body_size"),
    CheckConstraint(
        "(signature is null) = (letter is null) and (signature is null or octet_length(signature) = 64)",
        name="signed",
    ),
)
blob = Table(
    "blob",
    metadata,
    Column("id", Uuid, primary_key=True),
    words("media_type"),
    Column("content", LargeBinary, nullable=False),
    words("digest"),
    reference("staff_id", "staff.id"),
    Column("at", MOMENT, nullable=False),
    CheckConstraint("octet_length(content) between 1 and 52428800", name="size"),
)

case_file = Table(
    "case_file",
    metadata,
    of_matter(),
    words("number", unique=True),
    reference("item_id", "item.id"),
    reference("edition_id", "edition.id"),
    words("business", "新办"),
    words("masked_applicant"),
    words("channel", "窗口"),
    Column("received_on", Date, nullable=False),
    Column("accepted_on", Date),
    Column("start_on", Date),
    Column("promised_on", Date),
    Column("statutory_on", Date),
    Column("decided_on", Date),
    reference("window_id", "section.id"),
    reference("receiver_id", "staff.id"),
    words("hand_receipt", ""),
    Index("case_file_usual_ix", "item_id", "decided_on", postgresql_where=text("decided_on is not null")),
    Index("case_file_hand_receipt_ix", "matter_id", postgresql_where=text("hand_receipt <> ''")),
)
case_party = Table(
    "case_party",
    metadata,
    of_matter(),
    reference("section_id", "section.id"),
    reference("applicant_id", "applicant.id"),
    words("applicant"),
    Column("initials", Text(collation="C"), nullable=False),
    Index("case_party_initials_ix", "section_id", "initials"),
    Index("case_party_applicant_ix", "applicant_id"),
)
case_private = Table(
    "case_private",
    metadata,
    of_matter(),
    words("id_number", ""),
    words("representative", ""),
    words("contact", ""),
    words("phone", ""),
    words("address", ""),
)
case_material = Table(
    "case_material",
    metadata,
    of_matter(),
    Column("position", SmallInteger, primary_key=True),
    words("name"),
    words("necessity"),
    words("form"),
    count("originals"),
    count("copies"),
    CheckConstraint("form in ('paper', 'electronic', 'promised', 'missing')", name="form"),
)
attachment = Table(
    "attachment",
    metadata,
    identity(BigInteger),
    of_matter(key=False),
    reference("act_id", "act.id", kind=BigInteger),
    Column("blob_id", Uuid, nullable=False, unique=True),
    words("file_name"),
    Column("material_position", SmallInteger),
    Index("attachment_matter_ix", "matter_id"),
)
pause = Table(
    "pause",
    metadata,
    identity(BigInteger),
    of_matter(key=False),
    Column("from_day", Date, nullable=False),
    Column("to_day", Date),
    Index("pause_matter_ix", "matter_id"),
)
paper = Table(
    "paper",
    metadata,
    identity(BigInteger),
    of_matter(key=False),
    reference("act_id", "act.id", kind=BigInteger),
    words("form"),
    words("document_no", ""),
    Column("issued_on", Date, nullable=False),
    Index("paper_matter_ix", "matter_id"),
)
certificate = Table(
    "certificate",
    metadata,
    of_matter(),
    reference("case_id", "matter.id", kind=BigInteger),
    reference("decision_id", "act.id", kind=BigInteger),
    words("form"),
    words("name"),
    words("number"),
    count("version", 1),
    words("holder"),
    words("facts"),
    Column("issued_on", Date, nullable=False),
    UniqueConstraint("number", "version"),
    Index("certificate_case_ix", "case_id"),
)
sheet = Table(
    "sheet",
    metadata,
    identity(BigInteger),
    reference("certificate_id", "certificate.matter_id", kind=BigInteger),
    count("copy_no"),
    words("copy_kind"),
    words("blank_serial"),
    words("state", "printed"),
    words("reason", ""),
    words("digest"),
    reference("printed_act", "act.id", kind=BigInteger),
    Index("sheet_certificate_ix", "certificate_id"),
    Index("sheet_blank_key", "blank_serial", unique=True, postgresql_where=text("blank_serial <> ''")),
    Index(
        "sheet_standing_key",
        "certificate_id",
        "copy_no",
        unique=True,
        postgresql_where=text("state <> 'spoiled'"),
    ),
    CheckConstraint("state in ('printed', 'confirmed', 'spoiled')", name="state"),
)
project = Table(
    "project",
    metadata,
    of_matter(),
    words("code", unique=True, null=True),
    words("name"),
    reference("applicant_id", "applicant.id"),
)
reading = Table(
    "reading",
    metadata,
    identity(BigInteger),
    reference("staff_id", "staff.id"),
    of_matter(key=False),
    words("what"),
    Column("at", MOMENT, nullable=False),
    Column("day", Date, nullable=False),
    Index("reading_day_ix", "staff_id", "matter_id", "day"),
)
