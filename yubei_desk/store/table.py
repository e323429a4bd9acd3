"""The tables of schema desk: people, catalogue, applicants and the calendar; ledger.py has matters and
acts.
"""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_ix",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fk",
    "pk": "%(table_name)s_pk",
}
metadata = MetaData(schema="desk", naming_convention=NAMES)

FOREVER = text("'infinity'::date")
MOMENT = DateTime(timezone=True)


def identity(kind: type[BigInteger] | type[Integer] = Integer) -> Column[int]:
    """A key the database counts out; nobody can choose one."""
    return Column("id", kind, Identity(always=True), primary_key=True)


def reference(
    name: str,
    target: str,
    *,
    kind: type[BigInteger] | type[Integer] = Integer,
    null: bool = False,
    key: bool = False,
) -> Column[int]:
    """A foreign key to `desk.<target>`."""
    return Column(name, kind, ForeignKey(f"desk.{target}"), nullable=null, primary_key=key)


def words(name: str, default: str | None = None, *, unique: bool = False, null: bool = False) -> Column[str]:
    """A text column; lists of allowed words are kept by the law, not by enum types (POSTGRES: enums are
    not leakproof).
    """
    return Column(
        name,
        Text,
        nullable=null,
        unique=unique,
        server_default=None if default is None else text(f"'{default}'"),
    )


def only_row() -> Column[bool]:
    """The key of a table that holds one row."""
    return Column(
        "single",
        Boolean,
        CheckConstraint("single", name="one_row"),
        primary_key=True,
        server_default=text("true"),
    )


def days(from_name: str = "from_day", to_name: str = "to_day") -> tuple[Column[object], Column[object]]:
    """A half-open span of days: the first in force, the first no longer in force."""
    return Column(from_name, Date, nullable=False), Column(
        to_name, Date, nullable=False, server_default=FOREVER
    )


centre = Table(
    "centre",
    metadata,
    only_row(),
    Column("id", Uuid, nullable=False, server_default=text("gen_random_uuid()")),
    words("name"),
    words("region_code"),
    words("authority"),
    Column("practice", Boolean, nullable=False),
    Column("made_at", MOMENT, nullable=False, server_default=text("clock_timestamp()")),
)
practice_time = Table("practice_time", metadata, only_row(), Column("at", MOMENT))
setting = Table("setting", metadata, Column("key", Text, primary_key=True), words("value"), words("label"))

section = Table(
    "section",
    metadata,
    identity(),
    words("code", unique=True),
    words("name"),
    words("department"),
    words("kind"),
    words("document_mark", ""),
    words("review_body", ""),
    words("court", ""),
    words("initials", ""),
    CheckConstraint("kind in ('hall', 'section', 'office')", name="kind"),
)
staff = Table(
    "staff",
    metadata,
    identity(),
    words("login", unique=True),
    words("name"),
    words("initials", ""),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    CheckConstraint("login ~ '^[a-z][a-z0-9_]{2,40}$'", name="login"),
)
duty = Table(
    "duty",
    metadata,
    identity(),
    reference("staff_id", "staff.id"),
    words("duty"),
    reference("section_id", "section.id"),
    *days(),
    CheckConstraint("from_day < to_day", name="days"),
)
authorisation = Table(
    "authorisation",
    metadata,
    identity(),
    words("paper_no"),
    reference("staff_id", "staff.id"),
    reference("section_id", "section.id"),
    Column("item_ids", ARRAY(Integer)),
    *days(),
    reference("entered_by", "staff.id"),
    reference("confirmed_by", "staff.id", null=True),
    Column("revoked_from", Date, nullable=False, server_default=FOREVER),
    words("scan_digest", ""),
    CheckConstraint("from_day < to_day", name="days"),
    CheckConstraint(
        "entered_by <> confirmed_by and staff_id not in (entered_by, confirmed_by)", name="four_eyes"
    ),
)
lending = Table(
    "lending",
    metadata,
    identity(),
    words("paper_no"),
    reference("authorisation_id", "authorisation.id"),
    reference("deputy_id", "staff.id"),
    Column("item_ids", ARRAY(Integer)),
    *days(),
    reference("entered_by", "staff.id"),
    reference("confirmed_by", "staff.id", null=True),
    Column("revoked_from", Date, nullable=False, server_default=FOREVER),
    words("scan_digest", ""),
    CheckConstraint("from_day < to_day", name="days"),
    CheckConstraint(
        "entered_by <> confirmed_by and deputy_id not in (entered_by, confirmed_by)", name="four_eyes"
    ),
)
signing_key = Table(
    "signing_key",
    metadata,
    identity(),
    reference("staff_id", "staff.id"),
    Column("public_key", LargeBinary, nullable=False, unique=True),
    words("fingerprint"),
    Column("registered_at", MOMENT, nullable=False, server_default=text("clock_timestamp()")),
    reference("confirmed_by", "staff.id", null=True),
    reference("second_by", "staff.id", null=True),
    Column("confirmed_on", Date),
    Column("revoked_from", Date, nullable=False, server_default=FOREVER),
    CheckConstraint("octet_length(public_key) = 32", name="ed25519"),
    CheckConstraint(
        "confirmed_by <> second_by and staff_id not in (confirmed_by, second_by)", name="four_eyes"
    ),
)

certificate_kind = Table(
    "certificate_kind",
    metadata,
    Column("form", Text, primary_key=True),
    words("name"),
    words("number_pattern"),
    Column("copies", ARRAY(Text), nullable=False),
)
form_field = Table(
    "form_field",
    metadata,
    Column("form", Text, ForeignKey("desk.certificate_kind.form"), primary_key=True),
    Column("field", Text, primary_key=True),
    words("label"),
    words("kind"),
    Column("required", Boolean, nullable=False),
    Column("position", SmallInteger, nullable=False),
)
item = Table(
    "item",
    metadata,
    identity(),
    words("code", unique=True),
    reference("section_id", "section.id"),
    words("name"),
    words("initials"),
    words("sort_key"),
    words("procedure"),
    Column("certificate_form", Text, ForeignKey("desk.certificate_kind.form")),
)
edition = Table(
    "edition",
    metadata,
    identity(),
    reference("item_id", "item.id"),
    Column("number", Integer, nullable=False),
    words("state", "draft"),
    *days(),
    Column("promised_days", Integer, nullable=False),
    Column("statutory_days", Integer, nullable=False),
    words("limit_unit", "working"),
    words("start_event", "受理"),
    Column("instant", Boolean, nullable=False, server_default=text("false")),
    Column("window_accepts", Boolean, nullable=False, server_default=text("false")),
    words("legal_basis"),
    Column("waived_pairs", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    words("digest", ""),
    UniqueConstraint("item_id", "number"),
    CheckConstraint("promised_days <= statutory_days", name="promise"),
    CheckConstraint("limit_unit in ('working', 'natural') and start_event in ('受理', '收到')", name="clock"),
)
material = Table(
    "material",
    metadata,
    identity(),
    reference("edition_id", "edition.id"),
    Column("position", SmallInteger, nullable=False),
    words("name"),
    words("necessity", "必要"),
    Column("originals", SmallInteger, nullable=False, server_default=text("1")),
    Column("copies", SmallInteger, nullable=False, server_default=text("0")),
    words("issuer", ""),
    UniqueConstraint("edition_id", "position"),
)

applicant = Table("applicant", metadata, identity(), words("kind"), words("name"), words("initials"))
applicant_private = Table(
    "applicant_private",
    metadata,
    reference("applicant_id", "applicant.id", key=True),
    words("id_number", unique=True, null=True),
    words("representative", ""),
    words("contact", ""),
    words("phone", ""),
    words("address", ""),
)

calendar_day = Table(
    "calendar_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("working", Boolean, nullable=False),
    Column("provisional", Boolean, nullable=False),
    words("note", ""),
    Index("calendar_day_number_key", "number", unique=True, postgresql_where=text("working")),
)
counter = Table(
    "counter",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("region", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
attempt = Table(
    "attempt",
    metadata,
    identity(BigInteger),
    Column("at", MOMENT, nullable=False),
    words("login"),
    words("sqlstate"),
    words("act", ""),
    Column("matter_id", BigInteger),
    words("sentence"),
    words("origin", unique=True),
)
