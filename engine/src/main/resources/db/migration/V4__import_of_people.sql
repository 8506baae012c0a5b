create function import_people(p_people jsonb) returns void
language plpgsql as $$
begin
  -- one import at a time, or two lists would mix
  perform pg_advisory_xact_lock(hashtext('import_people'));

  insert into department (name)
  select distinct r.department from jsonb_to_recordset(p_people) as r (department text)
  where r.department <> ''
  on conflict do nothing;

  insert into person (email, name, department_id, language, coordinator, left_at)
  select r.email, r.name, d.id, r.language, r.coordinator, case when r.gone then now() end
  from jsonb_to_recordset(p_people) as r (
    email text, name text, department text, language text, coordinator boolean, gone boolean)
  left join department d on d.name = r.department
  on conflict (email) do update set
    name = excluded.name, department_id = excluded.department_id, language = excluded.language,
    coordinator = excluded.coordinator,
    left_at = case when excluded.left_at is null then null else coalesce(person.left_at, excluded.left_at) end;

  delete from person_number n
  using jsonb_to_recordset(p_people) as r (email text, numbers text[]), person p
  where p.email = r.email and n.person_id = p.id and n.number <> all (r.numbers);

  -- a line that had another owner passes to the one who works here
  insert into person_number as n (number, person_id)
  select distinct on (one.number) one.number, p.id
  from jsonb_to_recordset(p_people) as r (email text, numbers text[], gone boolean)
  join person p on p.email = r.email, unnest(r.numbers) as one (number)
  order by one.number, r.gone
  on conflict (number) do update set person_id = excluded.person_id
    where exists (select from person p where p.id = excluded.person_id and p.left_at is null)
       or exists (select from person p where p.id = n.person_id and p.left_at is not null);
end $$;
comment on function import_people is 'People as a list gives them, by e-mail; everything of a person that the list says';
