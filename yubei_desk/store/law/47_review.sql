-- What the acts of a joint review 联合审批 bring about: seats, rounds, opinions, issues, parallel cases (LAW 5).

-- One sitting at the counter: applicant, project, the stage's items ticked, materials once.
create function law.on_draft_review(a desk.act) returns void
language plpgsql as $$
declare b jsonb := a.body::jsonb; g desk.stage; who int; project bigint; sentence text; year text := to_char(law.day_of(a.at), 'YYYY');
  fine boolean := law.check_receipt(a, b);
begin
  select * into g from desk.stage x where x.matter_id::text = b ->> 'stage';
  who := law.find_applicant(a.matter_id, b -> 'applicant');
  project := law.find_project(a, who, b -> 'project');
  if not exists (select from desk.project x where x.matter_id = project and x.name <> '') then
    perform law.refuse('YB004', '联合审批须有项目，请填写项目名称', 'project', '', a.kind, null);
  elsif exists (select from desk.project x join desk.applicant p on p.id = x.applicant_id
      where x.matter_id = project and p.id <> who and (p.name is distinct from b #>> '{applicant,name}'
        or (select count(n.id_number) from desk.applicant_private n where n.applicant_id in (p.id, who)) = 2)) then -- without a number one is entered anew each time
    perform law.refuse('YB004', '本项目登记的申请人与本次申请人不同，请核对项目和申请人', 'project', '', a.kind, null);
  end if;
  perform from desk.matter x where x.id = project for no key update; -- two desks at once draft one review
  sentence := coalesce(law.review_running(project, g), law.gate_fault(project, g.matter_id));
  if sentence is not null then
    perform law.refuse('YB004', sentence, 'stage', '', a.kind, null);
  elsif g.mode = '预审服务' and b ->> 'consent' is distinct from 'true' then
    perform law.refuse('YB004', '预审服务须有申请人书面同意，请确认“申请人已书面同意”', 'consent', '', a.kind, null);
  elsif g.mode = '联合办理' and not exists (select from law.list_of(a, 'items')) then
    perform law.refuse('YB004', '联合办理须至少勾选一个事项', 'item', '', a.kind, null);
  end if;
  insert into desk.review (matter_id, number, stage_id, mode, masked_applicant, window_id)
  select a.matter_id, '联审' || c.region_code || year || law.serial(law.next_number('review', c.region_code, year)), g.matter_id, g.mode,
    coalesce(b #>> '{applicant,masked}', ''), coalesce(law.window_of(a.actor_id), a.section_id) from desk.centre c;
  update desk.matter m set project_id = project where m.id = a.matter_id;
  insert into desk.case_party (matter_id, section_id, applicant_id, applicant, initials)
  values (a.matter_id, a.section_id, who, coalesce(b #>> '{applicant,name}', ''), coalesce(b #>> '{applicant,initials}', ''));
  perform law.keep_materials(a);
  perform law.tick_item(a, x.item) from law.list_of(a, 'items') x (item);
  perform law.name_seat(a, s.section_id::text) from desk.stage_seat s where s.stage_id = g.matter_id order by s.position;
  perform law.issue_paper(a, 'receipt', '');
  perform law.review_clock(a);
end $$;

-- One review for one project and one stage, in as many rounds as it needs (LAW 5); another may follow when it has ended.
create function law.review_running(of_project bigint, g desk.stage) returns text
language sql stable as $$
  select '本项目【' || g.name || '】阶段已有联审 ' || r.number || '（' || s.label || '），请在其中办理，不必另行发起'
  from desk.review r join desk.matter m on m.id = r.matter_id join desk.stage o on o.matter_id = r.stage_id
  join law.state s on s.kind = m.kind and s.state = m.state
  where m.project_id = of_project and m.open and o.process = g.process and o.number = g.number order by m.id limit 1
$$;

-- The materials of all items, handed in once; a file belongs to its row.
create function law.keep_materials(a desk.act) returns void
language plpgsql as $$
begin
  if exists (select from law.material_rows(a) r where law.ask_fault('', 'text', true, '{}', r.name) is not null) then
    perform law.refuse('YB004', '材料清单的每一行都应有材料名称', 'materials', '', a.kind, a.matter_id);
  end if;
  insert into desk.case_material (matter_id, position, name, necessity, form, originals, copies)
  select a.matter_id, r.position, r.name, coalesce(r.necessity, '必要'), coalesce(r.form, 'missing'), coalesce(r.originals, 0), coalesce(r.copies, 0)
  from law.material_rows(a) r;
  perform law.bind_blob(a, r.blob, r.file_name, r.position) from law.material_rows(a) r where r.blob is not null;
end $$;

-- Its receiver is whoever took the application of the review: the chair who concludes has received nothing.
create function law.on_receive_jointly(a desk.act) returns void
language plpgsql as $$
declare of_review bigint := (select m.parent_id from desk.matter m where m.id = a.matter_id); day date := law.day_of(a.at); e desk.edition;
  receiver int;
begin
  select x.actor_id into receiver from desk.act x where x.matter_id = of_review and x.position = 1;
  select z.* into e from desk.review_item x join desk.edition z on z.id = x.edition_id where x.review_id = of_review and x.case_id = a.matter_id;
  insert into desk.case_file (matter_id, number, item_id, edition_id, business, masked_applicant, received_on, window_id, receiver_id)
  select a.matter_id, law.case_number(day), e.item_id, e.id, '新办', r.masked_applicant, day, r.window_id, receiver
  from desk.review r where r.matter_id = of_review;
  insert into desk.case_party (matter_id, section_id, applicant_id, applicant, initials)
  select a.matter_id, a.section_id, p.applicant_id, p.applicant, p.initials from desk.case_party p where p.matter_id = of_review;
  insert into desk.case_private select a.matter_id, p.id_number, p.representative, p.contact, p.phone, p.address
  from desk.case_private p where p.matter_id = of_review;
  insert into desk.case_material (matter_id, position, name, necessity, form, originals, copies)
  select a.matter_id, m.position, m.name, m.necessity, coalesce(r.form, 'missing'), coalesce(r.originals, 0), coalesce(r.copies, 0)
  from desk.material m left join desk.case_material r on r.matter_id = of_review and r.name = m.name where m.edition_id = e.id;
  perform law.set_clock(a.matter_id, law.due(day, 5, 'working'), 5); -- 许可法 32(四)
end $$;

-- A seat is a matter of its own, so that eight chiefs who opine at once do not make each other stale.
create function law.name_seat(a desk.act, of_section text) returns void
language plpgsql as $$
declare made bigint;
begin
  if not exists (select from desk.section s where s.id::text = of_section and s.kind = 'section')
     or exists (select from desk.seat s join desk.matter x on x.id = s.matter_id where s.review_id = a.matter_id and x.section_id::text = of_section) then
    perform law.refuse('YB004', '科室不存在或已有席位，请重新选择', 'section', '', a.kind, a.matter_id);
  end if;
  insert into desk.matter (kind, section_id, parent_id, project_id)
    select 'seat', of_section::int, m.id, m.project_id from desk.matter m where m.id = a.matter_id returning id into made;
  insert into desk.seat (matter_id, review_id, position, invited_on)
  values (made, a.matter_id, (select count(*) + 1 from desk.seat s where s.review_id = a.matter_id), law.day_of(a.at));
  perform law.file_caused(a, made, 'invite', '{}', 0);
end $$;

-- A new round: an opinion stands unless a file was handed in after it was given; attendance begins anew.
create function law.on_convene(a desk.act) returns void
language plpgsql as $$
declare b jsonb := a.body::jsonb; day date := law.day_of(a.at);
begin
  if b ->> 'meeting_on' < to_char(day, 'YYYY-MM-DD') then
    perform law.refuse('YB004', '会议日不能早于今日', 'meeting_on', '', a.kind, a.matter_id);
  elsif (b ->> 'meeting_on')::date > day + 90 then -- a slip of the pen would hold the review until that day
    perform law.refuse('YB004', '会议日应在今日起 90 天内', 'meeting_on', '', a.kind, a.matter_id);
  end if;
  update desk.review r set round = r.round + 1, meeting_on = (b ->> 'meeting_on')::date, meeting_at = b ->> 'meeting_at', place = b ->> 'place', at_item = 0
  where r.matter_id = a.matter_id;
  update desk.seat s set invited_on = day where s.review_id = a.matter_id;
  perform law.review_clock(a);
  perform law.file_caused(a, s.matter_id, 'invite', '{}', x.version) from desk.seat s join desk.matter x on x.id = s.matter_id
  where s.review_id = a.matter_id and (x.state = 'seated' or x.state = 'opined' and exists
    (select from desk.attachment t join desk.act h on h.id = t.act_id join desk.act o on o.id = s.opined_act
     where t.matter_id = a.matter_id and (h.at > o.at or h.id > o.id))); -- filed after it, or sent after it: neither was read
end $$;

create function law.on_opine(a desk.act) returns void
language plpgsql as $$
declare b jsonb := a.body::jsonb;
begin
  if b ->> 'opinion' = 'conditions' and law.ask_fault('附带条件', 'long_text', true, '{}', b ->> 'conditions') is not null then
    perform law.refuse('YB004', '有条件同意须写明附带条件', 'conditions', '', a.kind, a.matter_id);
  end if;
  update desk.seat s set opinion = b ->> 'opinion', words = b ->> 'words', conditions = coalesce(b ->> 'conditions', ''), opined_act = a.id,
    opined_round = (select r.round from desk.review r where r.matter_id = s.review_id), absent_rounds = 0 where s.matter_id = a.matter_id;
end $$;

-- The days of the stage run from the draft; an adjourned review has its own, so that idle ones turn red with the overseer (LAW 5).
create function law.review_clock(a desk.act) returns void
language plpgsql as $$
declare days int; since date;
begin
  if a.kind = 'adjourn' then
    since := law.day_of(a.at);
    select g.value::int into days from desk.setting g where g.key = 'adjourned_days';
  else
    select g.total_days, law.day_of(x.at) into days, since from desk.review r join desk.stage g on g.matter_id = r.stage_id
    join desk.act x on x.matter_id = r.matter_id and x.position = 1 where r.matter_id = a.matter_id;
  end if;
  perform law.set_clock(a.matter_id, law.due(since, days, 'working'), days);
end $$;

-- Told of the meeting days before it.
create function law.in_notice(s desk.seat, day date) returns boolean
language sql stable as $$
  select coalesce(day > law.due(s.invited_on, (select g.value::int from desk.setting g where g.key = 'seat_notice_days'), 'working'), false)
$$;

-- A round without a word of a seat that was told in time counts, whether it stayed away or sat there in silence; its opinion begins anew.
create function law.on_adjourn(a desk.act) returns void
language plpgsql as $$
begin
  update desk.seat s set absent_rounds = s.absent_rounds + 1 from desk.matter x
  where x.id = s.matter_id and s.review_id = a.matter_id and x.state <> 'opined' and law.in_notice(s, law.day_of(a.at));
  perform law.review_clock(a);
end $$;

-- A body without a login speaks by paper, a site is visited by two or more (LAW 5).
create function law.on_paper_opinion(a desk.act) returns void
language plpgsql as $$
declare b jsonb := a.body::jsonb; dated text := case a.kind when 'visit_site' then 'visited_on' else 'dated' end;
begin
  if b ->> dated > to_char(law.day_of(a.at), 'YYYY-MM-DD') then
    perform law.refuse('YB004', '日期不能晚于今日', dated, '', a.kind, a.matter_id);
  elsif a.kind = 'outside_opinion' then
    perform law.bind_blob(a, b ->> 'blob', b ->> 'file_name', null);
  elsif (select count(distinct trim(n)) from regexp_split_to_table(b ->> 'inspectors', '[、，,;；\s]+') n where law.ask_fault('', 'text', true, '{}', n) is null) < 2 then
    perform law.refuse('YB004', '现场核验须两人以上，请填写全部核验人员', 'inspectors', '', a.kind, a.matter_id);
  end if;
end $$;

-- Told of the meeting days before, and two rounds without a word or nobody who could speak for the section today: printed as 未表态.
-- Who is not there today counts this round already; who sits there may still speak in it.
create function law.stands_silent(s desk.seat, x desk.matter, day date) returns boolean
language plpgsql stable as $$
begin
  return law.in_notice(s, day)
    and (s.absent_rounds + (x.state = 'invited')::int >= 2
      or not exists (select from law.deciding() d where d.section_id = x.section_id and (d.item_ids is null or law.covers(x, null, d.item_ids))));
end $$;

create function law.on_issue(a desk.act) returns void
language plpgsql as $$
declare b jsonb := a.body::jsonb; mine int[] := law.my_sections();
begin
  if nullif(b ->> 'due_on', '') < to_char(law.day_of(a.at), 'YYYY-MM-DD') then
    perform law.refuse('YB004', '期限不能早于今日', 'due_on', '', a.kind, a.matter_id);
  elsif a.kind = 'raise' then
    insert into desk.issue (review_id, section_id, act_id, words, owner, due_on)
    select a.matter_id, x.section_id, a.id, b ->> 'text', b ->> 'owner', (nullif(b ->> 'due_on', ''))::date
    from desk.matter x where x.parent_id = a.matter_id and x.kind = 'seat' and x.section_id = any (mine) order by x.id limit 1;
  else
    update desk.issue i set settled_act = a.id where i.id::text = b ->> 'issue' and i.review_id = a.matter_id and i.settled_act is null
      and (i.section_id = any (mine) or a.section_id = any (mine));
    if not found then
      perform law.refuse('YB004', '只有提出科室和牵头科室可以解决这个问题，或者它已经解决', 'issue', '', a.kind, a.matter_id);
    end if;
  end if;
end $$;

-- The conclusion opens every parallel case still missing, all or none; open issues become conditions.
-- A 预审服务 that was not passed links what runs and opens nothing: nobody has applied yet, and whoever still wants to may.
create function law.on_conclude(a desk.act) returns void
language plpgsql as $$
declare opens boolean;
begin
  update desk.review r set result = a.body::jsonb ->> 'result' where r.matter_id = a.matter_id returning r.mode = '联合办理' or r.result <> 'failed' into opens;
  if a.to_state = 'concluded' then
    perform law.take_up(a, x.item_id, opens) from desk.review_item x where x.review_id = a.matter_id and x.case_id is null order by x.position;
    perform law.finish_review(a, a.matter_id);
  end if;
end $$;

create function law.effect_on_review(new desk.act) returns void
language plpgsql as $$
begin
  case new.kind
    when 'draft_stage' then perform law.on_draft_stage(new);
    when 'publish_stage' then perform law.on_publish_stage(new);
    when 'register_prior', 'not_applicable' then perform law.on_prior(new);
    when 'follow' then perform law.on_follow(new);
    when 'draft_review' then perform law.on_draft_review(new);
    when 'add_item' then perform law.tick_item(new, new.body::jsonb ->> 'item');
    when 'add_seat' then perform law.name_seat(new, new.body::jsonb ->> 'section');
    when 'receive_jointly' then perform law.on_receive_jointly(new);
    when 'convene' then perform law.on_convene(new);
    when 'next_item' then update desk.review r set at_item = r.at_item + 1, at_item_since = new.at where r.matter_id = new.matter_id;
    when 'open_session' then update desk.review r set at_item = (exists (select from desk.review_item i where i.review_id = r.matter_id))::int, at_item_since = new.at where r.matter_id = new.matter_id;
    when 'adjourn' then perform law.on_adjourn(new);
    when 'outside_opinion', 'visit_site' then perform law.on_paper_opinion(new);
    when 'opine' then perform law.on_opine(new);
    when 'invite' then update desk.seat s set opinion = '' where s.matter_id = new.matter_id;
    when 'raise', 'settle' then perform law.on_issue(new);
    when 'conclude' then perform law.on_conclude(new);
    when 'cancel' then perform law.on_cancel(new);
    when 'void_prior' then perform law.on_void_prior(new);
    else null;
  end case;
end $$;
