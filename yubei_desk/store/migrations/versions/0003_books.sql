-- The paper receipt an earlier receipt day rests on stood in the act alone, which the auditor reads only after opening the case.
ALTER TABLE desk.case_file ADD COLUMN hand_receipt TEXT DEFAULT '' NOT NULL;
UPDATE desk.case_file f SET hand_receipt = a.body::jsonb #>> '{hand_receipt,number}'
FROM desk.act a WHERE a.matter_id = f.matter_id AND a.kind = 'receive' AND f.received_on < (a.at AT TIME ZONE 'Asia/Shanghai')::date;
CREATE INDEX case_file_hand_receipt_ix ON desk.case_file (matter_id) WHERE hand_receipt <> '';
