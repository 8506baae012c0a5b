create function listed_people(p_people jsonb)
returns table (id text, email text, name text, department text, numbers text[], aliases text[], manager text, gone boolean)
language sql immutable as $$
  select * from jsonb_to_recordset(p_people) as r (
    id text, email text, name text, department text, numbers text[], aliases text[], manager text, gone boolean)
$$;

create function sync_people(p_people jsonb, p_vanished text[]) returns void
language plpgsql as $$
begin
  -- with the lists of import_people, one at a time
  perform pg_advisory_xact_lock(hashtext('import_people'));

  insert into department (name)
  select distinct department from listed_people(p_people) where department <> ''
  on conflict do nothing;

  -- who changes his address still writes from the one before for a while, and old mail came from it
  insert into person_address (address, person_id)
  select p.email, p.id from listed_people(p_people) r join person p on p.directory_id = r.id where p.email <> r.email
  on conflict (address) do update set person_id = excluded.person_id;
  update person p set email = r.email from listed_people(p_people) r where p.directory_id = r.id and p.email <> r.email;

  insert into person (email, name, department_id, directory_id, left_at)
  select r.email, r.name, d.id, r.id, case when r.gone then now() end
  from listed_people(p_people) r left join department d on d.name = r.department
  on conflict (email) do update set
    name = excluded.name, department_id = excluded.department_id, directory_id = excluded.directory_id,
    left_at = case when excluded.left_at is null then null else coalesce(person.left_at, excluded.left_at) end;

  update person set left_at = now() where directory_id = any (p_vanished) and left_at is null;

  delete from person_number n
  using listed_people(p_people) r, person p
  where p.directory_id = r.id and n.person_id = p.id and n.number <> all (r.numbers);

  insert into person_number as n (number, person_id)
  select distinct on (one.number) one.number, p.id
  from listed_people(p_people) r join person p on p.directory_id = r.id, unnest(r.numbers) as one (number)
  order by one.number, r.gone
  on conflict (number) do update set person_id = excluded.person_id
    where exists (select from person p where p.id = excluded.person_id and p.left_at is null)
       or exists (select from person p where p.id = n.person_id and p.left_at is not null);

  insert into person_address (address, person_id)
  select distinct on (one.address) one.address, p.id
  from listed_people(p_people) r join person p on p.directory_id = r.id, unnest(r.aliases) as one (address)
  order by one.address, r.gone
  on conflict (address) do update set person_id = excluded.person_id;
  delete from person_address a using person p where p.email = a.address;

  update person p set manager_id = m.id
  from listed_people(p_people) r left join person m on m.directory_id = r.manager
  where p.directory_id = r.id and p.manager_id is distinct from m.id;
end $$;
comment on function sync_people is 'People as a directory gives them, by its own names for them; those it gives no more have left';
