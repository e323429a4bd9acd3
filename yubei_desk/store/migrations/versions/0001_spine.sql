-- The tables at the first release; text frozen, see tests of the migrations.
CREATE TABLE desk.applicant (
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  initials TEXT NOT NULL,
  CONSTRAINT applicant_pk PRIMARY KEY (id)
);
CREATE TABLE desk.attempt (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  login TEXT NOT NULL,
  sqlstate TEXT NOT NULL,
  act TEXT DEFAULT '' NOT NULL,
  matter_id BIGINT,
  sentence TEXT NOT NULL,
  origin TEXT NOT NULL,
  CONSTRAINT attempt_pk PRIMARY KEY (id),
  CONSTRAINT attempt_origin_key UNIQUE (origin)
);
CREATE TABLE desk.calendar_day (
  day DATE NOT NULL,
  number INTEGER NOT NULL,
  working BOOLEAN NOT NULL,
  provisional BOOLEAN NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT calendar_day_pk PRIMARY KEY (day)
);
CREATE UNIQUE INDEX calendar_day_number_key ON desk.calendar_day (number) WHERE working;
CREATE TABLE desk.centre (
  single BOOLEAN DEFAULT true NOT NULL CONSTRAINT centre_one_row_check CHECK (single),
  id UUID DEFAULT gen_random_uuid() NOT NULL,
  name TEXT NOT NULL,
  region_code TEXT NOT NULL,
  authority TEXT NOT NULL,
  practice BOOLEAN NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  CONSTRAINT centre_pk PRIMARY KEY (single)
);
CREATE TABLE desk.certificate_kind (
  form TEXT NOT NULL,
  name TEXT NOT NULL,
  number_pattern TEXT NOT NULL,
  copies TEXT[] NOT NULL,
  CONSTRAINT certificate_kind_pk PRIMARY KEY (form)
);
CREATE TABLE desk.counter (
  kind TEXT NOT NULL,
  region TEXT NOT NULL,
  period TEXT NOT NULL,
  value BIGINT NOT NULL,
  CONSTRAINT counter_pk PRIMARY KEY (kind, region, period)
);
CREATE TABLE desk.practice_time (
  single BOOLEAN DEFAULT true NOT NULL CONSTRAINT practice_time_one_row_check CHECK (single),
  at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT practice_time_pk PRIMARY KEY (single)
);
CREATE TABLE desk.section (
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  department TEXT NOT NULL,
  kind TEXT NOT NULL,
  document_mark TEXT DEFAULT '' NOT NULL,
  review_body TEXT DEFAULT '' NOT NULL,
  court TEXT DEFAULT '' NOT NULL,
  initials TEXT DEFAULT '' NOT NULL,
  CONSTRAINT section_pk PRIMARY KEY (id),
  CONSTRAINT section_kind_check CHECK (kind in ('hall', 'section', 'office')),
  CONSTRAINT section_code_key UNIQUE (code)
);
CREATE TABLE desk.setting (
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  label TEXT NOT NULL,
  CONSTRAINT setting_pk PRIMARY KEY (key)
);
CREATE TABLE desk.staff (
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  initials TEXT DEFAULT '' NOT NULL,
  active BOOLEAN DEFAULT true NOT NULL,
  CONSTRAINT staff_pk PRIMARY KEY (id),
  CONSTRAINT staff_login_check CHECK (login ~ '^[a-z][a-z0-9_]{2,40}$'),
  CONSTRAINT staff_login_key UNIQUE (login)
);
CREATE TABLE desk.applicant_private (
  applicant_id INTEGER NOT NULL,
  id_number TEXT,
  representative TEXT DEFAULT '' NOT NULL,
  contact TEXT DEFAULT '' NOT NULL,
  phone TEXT DEFAULT '' NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  CONSTRAINT applicant_private_pk PRIMARY KEY (applicant_id),
  CONSTRAINT applicant_private_applicant_id_fk FOREIGN KEY(applicant_id) REFERENCES desk.applicant (id),
  CONSTRAINT applicant_private_id_number_key UNIQUE (id_number)
);
CREATE TABLE desk.authorisation (
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  paper_no TEXT NOT NULL,
  staff_id INTEGER NOT NULL,
  section_id INTEGER NOT NULL,
  item_ids INTEGER[],
  from_day DATE NOT NULL,
  to_day DATE DEFAULT 'infinity'::date NOT NULL,
  entered_by INTEGER NOT NULL,
  confirmed_by INTEGER,
  revoked_from DATE DEFAULT 'infinity'::date NOT NULL,
  scan_digest TEXT DEFAULT '' NOT NULL,
  CONSTRAINT authorisation_pk PRIMARY KEY (id),
  CONSTRAINT authorisation_days_check CHECK (from_day < to_day),
  CONSTRAINT authorisation_four_eyes_check CHECK (entered_by <> confirmed_by and staff_id not in (entered_by, confirmed_by)),
  CONSTRAINT authorisation_staff_id_fk FOREIGN KEY(staff_id) REFERENCES desk.staff (id),
  CONSTRAINT authorisation_section_id_fk FOREIGN KEY(section_id) REFERENCES desk.section (id),
  CONSTRAINT authorisation_entered_by_fk FOREIGN KEY(entered_by) REFERENCES desk.staff (id),
  CONSTRAINT authorisation_confirmed_by_fk FOREIGN KEY(confirmed_by) REFERENCES desk.staff (id)
);
CREATE TABLE desk.blob (
  id UUID NOT NULL,
  media_type TEXT NOT NULL,
  content BYTEA NOT NULL,
  digest TEXT NOT NULL,
  staff_id INTEGER NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT blob_pk PRIMARY KEY (id),
  CONSTRAINT blob_size_check CHECK (octet_length(content) between 1 and 52428800),
  CONSTRAINT blob_staff_id_fk FOREIGN KEY(staff_id) REFERENCES desk.staff (id)
);
CREATE TABLE desk.duty (
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  staff_id INTEGER NOT NULL,
  duty TEXT NOT NULL,
  section_id INTEGER NOT NULL,
  from_day DATE NOT NULL,
  to_day DATE DEFAULT 'infinity'::date NOT NULL,
  CONSTRAINT duty_pk PRIMARY KEY (id),
  CONSTRAINT duty_days_check CHECK (from_day < to_day),
  CONSTRAINT duty_staff_id_fk FOREIGN KEY(staff_id) REFERENCES desk.staff (id),
  CONSTRAINT duty_section_id_fk FOREIGN KEY(section_id) REFERENCES desk.section (id)
);
CREATE TABLE desk.form_field (
  form TEXT NOT NULL,
  field TEXT NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL,
  required BOOLEAN NOT NULL,
  position SMALLINT NOT NULL,
  CONSTRAINT form_field_pk PRIMARY KEY (form, field),
  CONSTRAINT form_field_form_fk FOREIGN KEY(form) REFERENCES desk.certificate_kind (form)
);
CREATE TABLE desk.item (
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  code TEXT NOT NULL,
  section_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  initials TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  procedure TEXT NOT NULL,
  certificate_form TEXT,
  CONSTRAINT item_pk PRIMARY KEY (id),
  CONSTRAINT item_code_key UNIQUE (code),
  CONSTRAINT item_section_id_fk FOREIGN KEY(section_id) REFERENCES desk.section (id),
  CONSTRAINT item_certificate_form_fk FOREIGN KEY(certificate_form) REFERENCES desk.certificate_kind (form)
);
CREATE TABLE desk.matter (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  kind TEXT NOT NULL,
  section_id INTEGER NOT NULL,
  parent_id BIGINT,
  project_id BIGINT,
  state TEXT DEFAULT '' NOT NULL,
  version INTEGER DEFAULT 0 NOT NULL,
  position INTEGER DEFAULT 0 NOT NULL,
  chain_head BYTEA DEFAULT '\x' NOT NULL,
  latest_hash BYTEA DEFAULT '\x' NOT NULL,
  due_on DATE DEFAULT 'infinity'::date NOT NULL,
  warn_on DATE DEFAULT 'infinity'::date NOT NULL,
  open BOOLEAN DEFAULT true NOT NULL,
  handler_id INTEGER,
  CONSTRAINT matter_pk PRIMARY KEY (id),
  CONSTRAINT matter_section_id_fk FOREIGN KEY(section_id) REFERENCES desk.section (id),
  CONSTRAINT matter_parent_id_fk FOREIGN KEY(parent_id) REFERENCES desk.matter (id),
  CONSTRAINT matter_project_id_fk FOREIGN KEY(project_id) REFERENCES desk.matter (id),
  CONSTRAINT matter_handler_id_fk FOREIGN KEY(handler_id) REFERENCES desk.staff (id)
);
CREATE INDEX matter_parent_ix ON desk.matter (parent_id) WHERE parent_id is not null;
CREATE INDEX matter_project_ix ON desk.matter (project_id) WHERE project_id is not null;
CREATE INDEX matter_worklist_ix ON desk.matter (kind, section_id, due_on, id) INCLUDE (warn_on, handler_id, project_id) WHERE open;
CREATE TABLE desk.signing_key (
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  staff_id INTEGER NOT NULL,
  public_key BYTEA NOT NULL,
  fingerprint TEXT NOT NULL,
  registered_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
  confirmed_by INTEGER,
  second_by INTEGER,
  confirmed_on DATE,
  revoked_from DATE DEFAULT 'infinity'::date NOT NULL,
  CONSTRAINT signing_key_pk PRIMARY KEY (id),
  CONSTRAINT signing_key_ed25519_check CHECK (octet_length(public_key) = 32),
  CONSTRAINT signing_key_four_eyes_check CHECK (confirmed_by <> second_by and staff_id not in (confirmed_by, second_by)),
  CONSTRAINT signing_key_staff_id_fk FOREIGN KEY(staff_id) REFERENCES desk.staff (id),
  CONSTRAINT signing_key_public_key_key UNIQUE (public_key),
  CONSTRAINT signing_key_confirmed_by_fk FOREIGN KEY(confirmed_by) REFERENCES desk.staff (id),
  CONSTRAINT signing_key_second_by_fk FOREIGN KEY(second_by) REFERENCES desk.staff (id)
);
CREATE TABLE desk.case_material (
  matter_id BIGINT NOT NULL,
  position SMALLINT NOT NULL,
  name TEXT NOT NULL,
  necessity TEXT NOT NULL,
  form TEXT NOT NULL,
  originals INTEGER DEFAULT 0 NOT NULL,
  copies INTEGER DEFAULT 0 NOT NULL,
  CONSTRAINT case_material_pk PRIMARY KEY (matter_id, position),
  CONSTRAINT case_material_form_check CHECK (form in ('paper', 'electronic', 'promised', 'missing')),
  CONSTRAINT case_material_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id)
);
CREATE TABLE desk.case_party (
  matter_id BIGINT NOT NULL,
  section_id INTEGER NOT NULL,
  applicant_id INTEGER NOT NULL,
  applicant TEXT NOT NULL,
  initials TEXT COLLATE "C" NOT NULL,
  CONSTRAINT case_party_pk PRIMARY KEY (matter_id),
  CONSTRAINT case_party_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id),
  CONSTRAINT case_party_section_id_fk FOREIGN KEY(section_id) REFERENCES desk.section (id),
  CONSTRAINT case_party_applicant_id_fk FOREIGN KEY(applicant_id) REFERENCES desk.applicant (id)
);
CREATE INDEX case_party_applicant_ix ON desk.case_party (applicant_id);
CREATE INDEX case_party_initials_ix ON desk.case_party (section_id, initials);
CREATE TABLE desk.case_private (
  matter_id BIGINT NOT NULL,
  id_number TEXT DEFAULT '' NOT NULL,
  representative TEXT DEFAULT '' NOT NULL,
  contact TEXT DEFAULT '' NOT NULL,
  phone TEXT DEFAULT '' NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  CONSTRAINT case_private_pk PRIMARY KEY (matter_id),
  CONSTRAINT case_private_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id)
);
CREATE TABLE desk.edition (
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  item_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  state TEXT DEFAULT 'draft' NOT NULL,
  from_day DATE NOT NULL,
  to_day DATE DEFAULT 'infinity'::date NOT NULL,
  promised_days INTEGER NOT NULL,
  statutory_days INTEGER NOT NULL,
  limit_unit TEXT DEFAULT 'working' NOT NULL,
  start_event TEXT DEFAULT '受理' NOT NULL,
  instant BOOLEAN DEFAULT false NOT NULL,
  window_accepts BOOLEAN DEFAULT false NOT NULL,
  legal_basis TEXT NOT NULL,
  waived_pairs TEXT[] DEFAULT '{}' NOT NULL,
  digest TEXT DEFAULT '' NOT NULL,
  CONSTRAINT edition_pk PRIMARY KEY (id),
  CONSTRAINT edition_item_id_number_key UNIQUE (item_id, number),
  CONSTRAINT edition_promise_check CHECK (promised_days <= statutory_days),
  CONSTRAINT edition_clock_check CHECK (limit_unit in ('working', 'natural') and start_event in ('受理', '收到')),
  CONSTRAINT edition_item_id_fk FOREIGN KEY(item_id) REFERENCES desk.item (id)
);
CREATE TABLE desk.lending (
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  paper_no TEXT NOT NULL,
  authorisation_id INTEGER NOT NULL,
  deputy_id INTEGER NOT NULL,
  item_ids INTEGER[],
  from_day DATE NOT NULL,
  to_day DATE DEFAULT 'infinity'::date NOT NULL,
  entered_by INTEGER NOT NULL,
  confirmed_by INTEGER,
  revoked_from DATE DEFAULT 'infinity'::date NOT NULL,
  scan_digest TEXT DEFAULT '' NOT NULL,
  CONSTRAINT lending_pk PRIMARY KEY (id),
  CONSTRAINT lending_days_check CHECK (from_day < to_day),
  CONSTRAINT lending_four_eyes_check CHECK (entered_by <> confirmed_by and deputy_id not in (entered_by, confirmed_by)),
  CONSTRAINT lending_authorisation_id_fk FOREIGN KEY(authorisation_id) REFERENCES desk.authorisation (id),
  CONSTRAINT lending_deputy_id_fk FOREIGN KEY(deputy_id) REFERENCES desk.staff (id),
  CONSTRAINT lending_entered_by_fk FOREIGN KEY(entered_by) REFERENCES desk.staff (id),
  CONSTRAINT lending_confirmed_by_fk FOREIGN KEY(confirmed_by) REFERENCES desk.staff (id)
);
CREATE TABLE desk.pause (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  matter_id BIGINT NOT NULL,
  from_day DATE NOT NULL,
  to_day DATE,
  CONSTRAINT pause_pk PRIMARY KEY (id),
  CONSTRAINT pause_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id)
);
CREATE INDEX pause_matter_ix ON desk.pause (matter_id);
CREATE TABLE desk.project (
  matter_id BIGINT NOT NULL,
  code TEXT,
  name TEXT NOT NULL,
  applicant_id INTEGER NOT NULL,
  CONSTRAINT project_pk PRIMARY KEY (matter_id),
  CONSTRAINT project_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id),
  CONSTRAINT project_code_key UNIQUE (code),
  CONSTRAINT project_applicant_id_fk FOREIGN KEY(applicant_id) REFERENCES desk.applicant (id)
);
CREATE TABLE desk.reading (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  staff_id INTEGER NOT NULL,
  matter_id BIGINT NOT NULL,
  what TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  day DATE NOT NULL,
  CONSTRAINT reading_pk PRIMARY KEY (id),
  CONSTRAINT reading_staff_id_fk FOREIGN KEY(staff_id) REFERENCES desk.staff (id),
  CONSTRAINT reading_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id)
);
CREATE INDEX reading_day_ix ON desk.reading (staff_id, matter_id, day);
CREATE TABLE desk.act (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  matter_id BIGINT NOT NULL,
  section_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  position INTEGER NOT NULL,
  seen_version INTEGER,
  body TEXT DEFAULT '{}' NOT NULL,
  wish UUID NOT NULL,
  letter TEXT,
  signature BYTEA,
  key_id INTEGER,
  actor_id INTEGER,
  duty TEXT NOT NULL,
  authorisation_id INTEGER,
  lending_id INTEGER,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  basis TEXT NOT NULL,
  sight TEXT NOT NULL,
  caused_by BIGINT,
  prev_hash BYTEA NOT NULL,
  hash BYTEA NOT NULL,
  xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
  CONSTRAINT act_pk PRIMARY KEY (id),
  CONSTRAINT act_matter_id_position_key UNIQUE (matter_id, position),
  CONSTRAINT act_matter_id_seen_version_key UNIQUE (matter_id, seen_version),
  CONSTRAINT act_body_size_check CHECK (octet_length(body) <= 65536),
  CONSTRAINT act_signed_check CHECK ((signature is null) = (letter is null) and (signature is null or octet_length(signature) = 64)),
  CONSTRAINT act_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id),
  CONSTRAINT act_section_id_fk FOREIGN KEY(section_id) REFERENCES desk.section (id),
  CONSTRAINT act_wish_key UNIQUE (wish) DEFERRABLE INITIALLY IMMEDIATE,
  CONSTRAINT act_key_id_fk FOREIGN KEY(key_id) REFERENCES desk.signing_key (id),
  CONSTRAINT act_actor_id_fk FOREIGN KEY(actor_id) REFERENCES desk.staff (id),
  CONSTRAINT act_authorisation_id_fk FOREIGN KEY(authorisation_id) REFERENCES desk.authorisation (id),
  CONSTRAINT act_lending_id_fk FOREIGN KEY(lending_id) REFERENCES desk.lending (id),
  CONSTRAINT act_caused_by_fk FOREIGN KEY(caused_by) REFERENCES desk.act (id)
);
CREATE INDEX act_xid_ix ON desk.act (xid, id);
CREATE TABLE desk.case_file (
  matter_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  item_id INTEGER NOT NULL,
  edition_id INTEGER NOT NULL,
  business TEXT DEFAULT '新办' NOT NULL,
  masked_applicant TEXT NOT NULL,
  channel TEXT DEFAULT '窗口' NOT NULL,
  received_on DATE NOT NULL,
  accepted_on DATE,
  start_on DATE,
  promised_on DATE,
  statutory_on DATE,
  decided_on DATE,
  window_id INTEGER NOT NULL,
  receiver_id INTEGER NOT NULL,
  CONSTRAINT case_file_pk PRIMARY KEY (matter_id),
  CONSTRAINT case_file_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id),
  CONSTRAINT case_file_number_key UNIQUE (number),
  CONSTRAINT case_file_item_id_fk FOREIGN KEY(item_id) REFERENCES desk.item (id),
  CONSTRAINT case_file_edition_id_fk FOREIGN KEY(edition_id) REFERENCES desk.edition (id),
  CONSTRAINT case_file_window_id_fk FOREIGN KEY(window_id) REFERENCES desk.section (id),
  CONSTRAINT case_file_receiver_id_fk FOREIGN KEY(receiver_id) REFERENCES desk.staff (id)
);
CREATE TABLE desk.material (
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  edition_id INTEGER NOT NULL,
  position SMALLINT NOT NULL,
  name TEXT NOT NULL,
  necessity TEXT DEFAULT '必要' NOT NULL,
  originals SMALLINT DEFAULT 1 NOT NULL,
  copies SMALLINT DEFAULT 0 NOT NULL,
  issuer TEXT DEFAULT '' NOT NULL,
  CONSTRAINT material_pk PRIMARY KEY (id),
  CONSTRAINT material_edition_id_position_key UNIQUE (edition_id, position),
  CONSTRAINT material_edition_id_fk FOREIGN KEY(edition_id) REFERENCES desk.edition (id)
);
CREATE TABLE desk.attachment (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  matter_id BIGINT NOT NULL,
  act_id BIGINT NOT NULL,
  blob_id UUID NOT NULL,
  file_name TEXT NOT NULL,
  material_position SMALLINT,
  CONSTRAINT attachment_pk PRIMARY KEY (id),
  CONSTRAINT attachment_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id),
  CONSTRAINT attachment_act_id_fk FOREIGN KEY(act_id) REFERENCES desk.act (id),
  CONSTRAINT attachment_blob_id_key UNIQUE (blob_id)
);
CREATE INDEX attachment_matter_ix ON desk.attachment (matter_id);
CREATE TABLE desk.certificate (
  matter_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  decision_id BIGINT NOT NULL,
  form TEXT NOT NULL,
  name TEXT NOT NULL,
  number TEXT NOT NULL,
  version INTEGER DEFAULT 1 NOT NULL,
  holder TEXT NOT NULL,
  facts TEXT NOT NULL,
  issued_on DATE NOT NULL,
  CONSTRAINT certificate_pk PRIMARY KEY (matter_id),
  CONSTRAINT certificate_number_version_key UNIQUE (number, version),
  CONSTRAINT certificate_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id),
  CONSTRAINT certificate_case_id_fk FOREIGN KEY(case_id) REFERENCES desk.matter (id),
  CONSTRAINT certificate_decision_id_fk FOREIGN KEY(decision_id) REFERENCES desk.act (id)
);
CREATE INDEX certificate_case_ix ON desk.certificate (case_id);
CREATE TABLE desk.paper (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  matter_id BIGINT NOT NULL,
  act_id BIGINT NOT NULL,
  form TEXT NOT NULL,
  document_no TEXT DEFAULT '' NOT NULL,
  issued_on DATE NOT NULL,
  CONSTRAINT paper_pk PRIMARY KEY (id),
  CONSTRAINT paper_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id),
  CONSTRAINT paper_act_id_fk FOREIGN KEY(act_id) REFERENCES desk.act (id)
);
CREATE INDEX paper_matter_ix ON desk.paper (matter_id);
CREATE TABLE desk.sheet (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  certificate_id BIGINT NOT NULL,
  copy_no INTEGER DEFAULT 0 NOT NULL,
  copy_kind TEXT NOT NULL,
  blank_serial TEXT NOT NULL,
  state TEXT DEFAULT 'printed' NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  digest TEXT NOT NULL,
  printed_act BIGINT NOT NULL,
  CONSTRAINT sheet_pk PRIMARY KEY (id),
  CONSTRAINT sheet_state_check CHECK (state in ('printed', 'confirmed', 'spoiled')),
  CONSTRAINT sheet_certificate_id_fk FOREIGN KEY(certificate_id) REFERENCES desk.certificate (matter_id),
  CONSTRAINT sheet_printed_act_fk FOREIGN KEY(printed_act) REFERENCES desk.act (id)
);
CREATE UNIQUE INDEX sheet_blank_key ON desk.sheet (blank_serial) WHERE blank_serial <> '';
CREATE INDEX sheet_certificate_ix ON desk.sheet (certificate_id);
CREATE UNIQUE INDEX sheet_standing_key ON desk.sheet (certificate_id, copy_no) WHERE state <> 'spoiled';
