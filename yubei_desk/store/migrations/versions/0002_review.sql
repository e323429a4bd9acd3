CREATE TABLE desk.process (
  code SMALLINT NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT process_pk PRIMARY KEY (code)
);
CREATE TABLE desk.stage (
  matter_id BIGINT NOT NULL,
  process SMALLINT NOT NULL,
  number SMALLINT NOT NULL,
  edition INTEGER NOT NULL,
  name TEXT NOT NULL,
  lead_id INTEGER,
  mode TEXT NOT NULL,
  total_days INTEGER,
  rollup TEXT NOT NULL,
  basis TEXT NOT NULL,
  drafter_id INTEGER NOT NULL,
  from_day DATE DEFAULT 'infinity'::date NOT NULL,
  to_day DATE DEFAULT 'infinity'::date NOT NULL,
  CONSTRAINT stage_pk PRIMARY KEY (matter_id),
  CONSTRAINT stage_process_number_edition_key UNIQUE (process, number, edition),
  CONSTRAINT stage_mode_check CHECK (mode in ('预审服务', '联合办理')),
  CONSTRAINT stage_rollup_check CHECK (rollup in ('全部办结', '必办事项办结')),
  CONSTRAINT stage_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id),
  CONSTRAINT stage_process_fk FOREIGN KEY(process) REFERENCES desk.process (code),
  CONSTRAINT stage_lead_id_fk FOREIGN KEY(lead_id) REFERENCES desk.section (id),
  CONSTRAINT stage_drafter_id_fk FOREIGN KEY(drafter_id) REFERENCES desk.staff (id)
);
CREATE TABLE desk.stage_item (
  stage_id BIGINT NOT NULL,
  item_id INTEGER NOT NULL,
  position INTEGER DEFAULT 0 NOT NULL,
  CONSTRAINT stage_item_pk PRIMARY KEY (stage_id, item_id),
  CONSTRAINT stage_item_stage_id_fk FOREIGN KEY(stage_id) REFERENCES desk.stage (matter_id),
  CONSTRAINT stage_item_item_id_fk FOREIGN KEY(item_id) REFERENCES desk.item (id)
);
CREATE TABLE desk.stage_seat (
  stage_id BIGINT NOT NULL,
  section_id INTEGER NOT NULL,
  position INTEGER DEFAULT 0 NOT NULL,
  CONSTRAINT stage_seat_pk PRIMARY KEY (stage_id, section_id),
  CONSTRAINT stage_seat_stage_id_fk FOREIGN KEY(stage_id) REFERENCES desk.stage (matter_id),
  CONSTRAINT stage_seat_section_id_fk FOREIGN KEY(section_id) REFERENCES desk.section (id)
);
CREATE TABLE desk.stage_gate (
  stage_id BIGINT NOT NULL,
  item_id INTEGER NOT NULL,
  CONSTRAINT stage_gate_pk PRIMARY KEY (stage_id, item_id),
  CONSTRAINT stage_gate_stage_id_fk FOREIGN KEY(stage_id) REFERENCES desk.stage (matter_id),
  CONSTRAINT stage_gate_item_id_fk FOREIGN KEY(item_id) REFERENCES desk.item (id)
);
CREATE TABLE desk.review (
  matter_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  stage_id BIGINT NOT NULL,
  mode TEXT NOT NULL,
  masked_applicant TEXT NOT NULL,
  round INTEGER DEFAULT 0 NOT NULL,
  meeting_on DATE,
  meeting_at TEXT DEFAULT '' NOT NULL,
  place TEXT DEFAULT '' NOT NULL,
  at_item INTEGER DEFAULT 0 NOT NULL,
  at_item_since TIMESTAMP WITH TIME ZONE,
  result TEXT DEFAULT '' NOT NULL,
  window_id INTEGER NOT NULL,
  CONSTRAINT review_pk PRIMARY KEY (matter_id),
  CONSTRAINT review_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id),
  CONSTRAINT review_number_key UNIQUE (number),
  CONSTRAINT review_stage_id_fk FOREIGN KEY(stage_id) REFERENCES desk.stage (matter_id),
  CONSTRAINT review_window_id_fk FOREIGN KEY(window_id) REFERENCES desk.section (id)
);
CREATE TABLE desk.review_item (
  review_id BIGINT NOT NULL,
  item_id INTEGER NOT NULL,
  position SMALLINT NOT NULL,
  edition_id INTEGER NOT NULL,
  case_id BIGINT,
  CONSTRAINT review_item_pk PRIMARY KEY (review_id, item_id),
  CONSTRAINT review_item_review_id_position_key UNIQUE (review_id, position),
  CONSTRAINT review_item_review_id_fk FOREIGN KEY(review_id) REFERENCES desk.review (matter_id),
  CONSTRAINT review_item_item_id_fk FOREIGN KEY(item_id) REFERENCES desk.item (id),
  CONSTRAINT review_item_edition_id_fk FOREIGN KEY(edition_id) REFERENCES desk.edition (id),
  CONSTRAINT review_item_case_id_fk FOREIGN KEY(case_id) REFERENCES desk.matter (id)
);
CREATE INDEX review_item_case_id_ix ON desk.review_item (case_id) WHERE case_id is not null;
CREATE TABLE desk.seat (
  matter_id BIGINT NOT NULL,
  review_id BIGINT NOT NULL,
  position SMALLINT NOT NULL,
  opinion TEXT DEFAULT '' NOT NULL,
  words TEXT DEFAULT '' NOT NULL,
  conditions TEXT DEFAULT '' NOT NULL,
  opined_act BIGINT,
  opined_round INTEGER DEFAULT 0 NOT NULL,
  invited_on DATE NOT NULL,
  absent_rounds INTEGER DEFAULT 0 NOT NULL,
  CONSTRAINT seat_pk PRIMARY KEY (matter_id),
  CONSTRAINT seat_review_id_position_key UNIQUE (review_id, position),
  CONSTRAINT seat_opinion_check CHECK (opinion in ('', 'agree', 'conditions', 'object', 'not_concerned')),
  CONSTRAINT seat_matter_id_fk FOREIGN KEY(matter_id) REFERENCES desk.matter (id),
  CONSTRAINT seat_review_id_fk FOREIGN KEY(review_id) REFERENCES desk.review (matter_id),
  CONSTRAINT seat_opined_act_fk FOREIGN KEY(opined_act) REFERENCES desk.act (id)
);
CREATE TABLE desk.issue (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  review_id BIGINT NOT NULL,
  section_id INTEGER NOT NULL,
  act_id BIGINT NOT NULL,
  words TEXT NOT NULL,
  owner TEXT NOT NULL,
  due_on DATE,
  settled_act BIGINT,
  CONSTRAINT issue_pk PRIMARY KEY (id),
  CONSTRAINT issue_review_id_fk FOREIGN KEY(review_id) REFERENCES desk.review (matter_id),
  CONSTRAINT issue_section_id_fk FOREIGN KEY(section_id) REFERENCES desk.section (id),
  CONSTRAINT issue_act_id_fk FOREIGN KEY(act_id) REFERENCES desk.act (id),
  CONSTRAINT issue_settled_act_fk FOREIGN KEY(settled_act) REFERENCES desk.act (id)
);
CREATE INDEX issue_review_id_ix ON desk.issue (review_id);
CREATE TABLE desk.prior (
  project_id BIGINT NOT NULL,
  item_id INTEGER NOT NULL,
  act_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  number TEXT DEFAULT '' NOT NULL,
  issued_on DATE,
  CONSTRAINT prior_pk PRIMARY KEY (project_id, item_id),
  CONSTRAINT prior_kind_check CHECK (kind in ('prior', 'not_applicable')),
  CONSTRAINT prior_project_id_fk FOREIGN KEY(project_id) REFERENCES desk.project (matter_id),
  CONSTRAINT prior_item_id_fk FOREIGN KEY(item_id) REFERENCES desk.item (id),
  CONSTRAINT prior_act_id_fk FOREIGN KEY(act_id) REFERENCES desk.act (id)
);
CREATE TABLE desk.follow (
  project_id BIGINT NOT NULL,
  step TEXT NOT NULL,
  staff_id INTEGER NOT NULL,
  act_id BIGINT NOT NULL,
  CONSTRAINT follow_pk PRIMARY KEY (project_id, step),
  CONSTRAINT follow_project_id_fk FOREIGN KEY(project_id) REFERENCES desk.project (matter_id),
  CONSTRAINT follow_staff_id_fk FOREIGN KEY(staff_id) REFERENCES desk.staff (id),
  CONSTRAINT follow_act_id_fk FOREIGN KEY(act_id) REFERENCES desk.act (id)
);
CREATE INDEX follow_staff_id_ix ON desk.follow (staff_id);
-- Row security asks for the parent of a seat: a count of a section's matters reads the index alone.
DROP INDEX desk.matter_worklist_ix;
CREATE INDEX matter_worklist_ix ON desk.matter (kind, section_id, due_on, id) INCLUDE (warn_on, handler_id, project_id, parent_id) WHERE open;
CREATE INDEX case_file_usual_ix ON desk.case_file (item_id, decided_on) WHERE decided_on is not null;
-- The process types of the national list (DOMAIN 3.2).
insert into desk.process (code, name) values
  (1, '政府投资工程建设项目（房屋建筑类）'),
  (2, '政府投资工程建设项目（线性工程类）'),
  (3, '一般社会投资工程建设项目'),
  (4, '小型社会投资工程建设项目'),
  (5, '带方案出让用地的社会投资工程建设项目');
insert into desk.setting (key, value, label) select 'adjourned_days', '5', '休会超过几个工作日督查可见红灯' where exists (select from desk.centre);
insert into desk.setting (key, value, label) select 'seat_notice_days', '3', '席位收到邀请几个工作日后才可按未表态处理' where exists (select from desk.centre);
CREATE INDEX matter_table_ix ON desk.matter (section_id) WHERE kind in ('review', 'seat');
