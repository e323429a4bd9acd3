-- What the law asks about a case and its item again and again; all null for other matters and before there is a file.
create type law.brief as (number text, edition_id int, edition_digest text, item_id int, procedure text, received_on date, receiver_id int,
                          window_accepts boolean, instant boolean, waived_pairs text[], certificate_form text);

create function law.brief_of(m desk.matter) returns law.brief
language plpgsql stable as $$
declare b law.brief;
begin
  if m.kind = 'case' then
    select f.number, e.id, e.digest, i.id, i.procedure, f.received_on, f.receiver_id, e.window_accepts, e.instant, e.waived_pairs, i.certificate_form
      into b from desk.case_file f join desk.edition e on e.id = f.edition_id join desk.item i on i.id = f.item_id where f.matter_id = m.id;
  end if;
  return b;
end $$;

-- The named conditions of 10_transition: the first that is not met answers with its sentence. A new condition is a new branch;
-- those of a decision stand first, since every branch passed by costs a microsecond.
-- Statements of a flat CASE are planned on first use; as a view of UNION ALL the same conditions cost three times as much.
create function law.unmet(m desk.matter, b law.brief, needs text[], me law.person, authorisation int) returns text
language plpgsql stable as $$
declare need text; why text;
begin
  foreach need in array needs loop
    case need
      when 'authorised' then
        why := case when authorisation is null then '您今日没有覆盖本事项的授权书，不能代表部门决定' end;
      when 'key_in_force' then
        why := case when me.key_id is null then '您今日没有经确认的签名密钥，不能签署' end;
      when 'decider_apart' then
        if 'recommend' <> all (b.waived_pairs) then
          select '拟办人不得自行决定' into why from desk.act a where a.matter_id = m.id and a.actor_id = me.id and a.kind = 'recommend' limit 1;
        end if;
        if b.receiver_id = me.id and 'receive' <> all (b.waived_pairs) then why := coalesce(why, '收件人不得自行决定'); end if;
      when 'handled_by_me' then
        if m.handler_id <> me.id then
          select '本件由' || s.name || '领办，请由其拟办' into why from desk.staff s
          where s.id = m.handler_id and law.works_in(s.id, me.day, m.section_id);
        end if;
      when 'open_debt' then
        why := '容缺办结尚未启用';
      when 'window_accepts' then
        why := case when b.window_accepts is not true then '本事项由科室受理，请转科室' end;
      when 'within_five_days' then
        why := case when b.procedure = '许可' and me.day > law.due(b.received_on, 5, 'working') then '收件已超过五个工作日未答复，依法自收件之日起视为受理' end;
      when 'rows_complete' then
        select '必要材料未齐：' || string_agg(c.name, '、' order by c.position) into why from desk.case_material c
        where c.matter_id = m.id and c.necessity = '必要' and c.form in ('missing', 'promised') having count(*) > 0;
      when 'unclaimed' then
        select case when s.id = me.id then '您已领办本件' else '本件已由' || s.name || '领办' end into why
        from desk.staff s where s.id = m.handler_id and law.works_in(s.id, me.day, m.section_id);
      when 'instant_item' then
        why := case when b.instant is not true then '本事项不是即办件，须先由经办人拟办' end;
      when 'request_stands' then
        select '申请人尚未提出书面撤回申请，不能撤回' into why
        where not exists (select from desk.act a where a.matter_id = m.id and a.kind = 'ask_withdraw');
      when 'copy_wanting' then
        select '各本证照均已打印，作废后才能重打' into why from desk.certificate c join desk.certificate_kind k using (form)
        where c.matter_id = m.id and cardinality(k.copies) <=
          (select count(*) from desk.sheet s where s.certificate_id = m.id and s.state <> 'spoiled');
      when 'last_sheet' then
        select '还有其他证照张次未核对' into why where law.sheets_left(m.id) > 1;
      when 'more_sheets' then
        select '这是最后一张待核对的证照' into why where law.sheets_left(m.id) <= 1;
      when 'only_sheet' then
        select '还有其他有效的证照张次' into why where law.sheets_standing(m.id) > 1;
      when 'other_sheets' then
        select '没有其他有效的证照张次' into why where law.sheets_standing(m.id) <= 1;
      when 'another_drafter' then
        select '起草人不得自行公布' into why from desk.stage g where g.matter_id = m.id and g.drafter_id = me.id;
      when 'stage_sound' then
        why := law.stage_fault(m.id);
      when 'seats_named' then
        select '还没有席位，请先增加席位' into why where not exists (select from desk.seat s where s.review_id = m.id);
      when 'day_has_come' then
        select '会议日为' || to_char(r.meeting_on, 'YYYY-MM-DD') || '，当日才能开会' into why from desk.review r where r.matter_id = m.id and r.meeting_on > me.day;
      when 'items_left' then
        select '已是最后一个议题' into why from desk.review r where r.matter_id = m.id
          and r.at_item >= (select count(*) from desk.review_item i where i.review_id = m.id);
      when 'in_review' then
        select '会审尚未召集、已休会或已有结论，现在不能办理' into why from desk.matter p where p.id = m.parent_id and p.state not in ('convened', 'in_session');
      when 'seats_answered' then
        select '还有科室没有表态：' || string_agg(n.name, '、' order by s.position) into why
        from desk.seat s join desk.matter x on x.id = s.matter_id join desk.section n on n.id = x.section_id
        where s.review_id = m.id and x.state <> 'opined' and not law.stands_silent(s, x, me.day) having count(*) > 0;
      when 'items_ticked' then
        select '没有勾选事项' into why where not exists (select from desk.review_item i where i.review_id = m.id);
      when 'nothing_ticked' then
        select '已勾选事项' into why where exists (select from desk.review_item i where i.review_id = m.id);
      when 'joint_concluded' then
        if m.parent_id is not null then
          why := law.held_by_review(m.id, m.parent_id, me.day);
        end if;
      when 'stage_gate' then
        if m.parent_id is not null then
          select law.gate_fault(m.project_id, r.stage_id) into why from desk.review r where r.matter_id = m.parent_id;
        end if;
      when 'shares' then
        why := case when not law.shares_project(m.id) then '您的科室在本项目没有办件或席位，您也不跟踪本项目，不能安排跟踪服务' end;
      when 'follows' then
        select '您不是本项目的跟踪服务人员，不能登记联系' into why where not exists (select from desk.follow f where f.project_id = m.id and f.staff_id = me.id);
      else raise exception 'unknown condition %', need;
    end case;
    exit when why is not null;
  end loop;
  return why;
end $$;

-- A claim holds while its holder works in the section; claims of people without duty today fall free (LAW 1).
create function law.works_in(of_staff int, day date, of_section int) returns boolean
language sql stable as $$
  select exists (select from desk.staff s join desk.duty d on d.staff_id = s.id
    where s.id = of_staff and s.active and d.section_id = of_section and d.duty in ('officer', 'chief') and d.from_day <= day and day < d.to_day)
$$;

-- Copies of a certificate that are not confirmed yet.
create function law.sheets_left(of_matter bigint) returns bigint
language sql stable as $$
  select cardinality(k.copies) - (select count(*) from desk.sheet s where s.certificate_id = of_matter and s.state = 'confirmed')
  from desk.certificate c join desk.certificate_kind k using (form) where c.matter_id = of_matter
$$;

create function law.sheets_standing(of_matter bigint) returns bigint
language sql stable as $$
  select count(*) from desk.sheet s where s.certificate_id = of_matter and s.state <> 'spoiled'
$$;
