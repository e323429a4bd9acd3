-- The paper receipt an earlier receipt day rests on stood in the act alone, which the auditor reads only after opening the case.
ALTER TABLE desk.case_file ADD COLUMN hand_receipt TEXT DEFAULT '' NOT NULL;
UPDATE desk.case_file f SET hand_receipt = a.body::jsonb #>> '{hand_receipt,number}'
FROM desk.act a WHERE a.matter_id = f.matter_id AND a.kind = 'receive' AND f.received_on < (a.at AT TIME ZONE 'Asia/Shanghai')::date;
CREATE INDEX case_file_hand_receipt_ix ON desk.case_file (matter_id) WHERE hand_receipt <> '';
-- One running case a project, item and business (LAW 5): what runs twice today ends as it is, its first is the one that counts.
ALTER TABLE desk.matter ADD COLUMN topic TEXT;
UPDATE desk.matter m SET topic = x.topic FROM (
  SELECT DISTINCT ON (c.project_id, f.item_id, f.business) c.id, f.item_id || ' ' || f.business AS topic
  FROM desk.matter c JOIN desk.case_file f ON f.matter_id = c.id
  WHERE c.open AND c.project_id is not null ORDER BY c.project_id, f.item_id, f.business, c.id) x WHERE m.id = x.id;
CREATE UNIQUE INDEX matter_topic_key ON desk.matter (project_id, topic) WHERE open and topic is not null;
-- What is handled jointly ends 45 working days after the first acceptance among its cases (许可法 42 II).
ALTER TABLE desk.review ADD COLUMN accepted_on DATE, ADD COLUMN outer_on DATE;
UPDATE desk.review r SET accepted_on = x.day, outer_on = (SELECT e.day FROM desk.calendar_day s JOIN desk.calendar_day e ON e.working AND e.number = s.number + 45 WHERE s.day = x.day)
FROM (SELECT m.parent_id, min(f.accepted_on) AS day FROM desk.matter m JOIN desk.case_file f ON f.matter_id = m.id GROUP BY m.parent_id) x
WHERE x.parent_id = r.matter_id;
-- An earlier approval entered wrongly is voided; its row stays, and the item may be registered again.
ALTER TABLE desk.prior ADD COLUMN voided_act BIGINT CONSTRAINT prior_voided_act_fk REFERENCES desk.act (id);
ALTER TABLE desk.prior DROP CONSTRAINT prior_pk;
ALTER TABLE desk.prior ADD CONSTRAINT prior_pk PRIMARY KEY (act_id);
CREATE UNIQUE INDEX prior_item_key ON desk.prior (project_id, item_id) WHERE voided_act is null;
-- Which items of a stage must be passed for it to count as done, where its edition says 必办事项办结; until now every one.
ALTER TABLE desk.stage_item ADD COLUMN mandatory BOOLEAN DEFAULT true NOT NULL;
