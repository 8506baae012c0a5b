-- Whoever writes becomes a person; two of them that turn out to be one become one.

create function person_writing(p_address text, p_name text) returns bigint
language plpgsql as $$
declare
  found bigint := person_of_address(p_address);
begin
  if found is null and p_name is not null then
    insert into person (email, name) values (lower(p_address), p_name) on conflict (email) do nothing;
    found := person_of_address(p_address);
  end if;
  return (select id from person where id = found and left_at is null);
end $$;
comment on function person_writing is
  'Who writes from an address and works here, by a new row when nobody is known and there is a name; else null';

-- Every row that names a person is told of: also those of tables to come.
create function merge_people(p_gone bigint, p_stays bigint) returns void
language plpgsql security definer set search_path from current as $$
declare
  referrer record;
  gone person;
begin
  select * into strict gone from person where id = p_gone for update;
  for referrer in
    select c.conrelid::regclass as named, a.attname
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.confrelid = 'person'::regclass and c.contype = 'f'
  loop
    execute format('update %s set %I = $1 where %I = $2', referrer.named, referrer.attname, referrer.attname)
      using p_stays, p_gone;
  end loop;
  delete from person where id = p_gone;
  insert into person_address (address, person_id) values (gone.email, p_stays);
  update person set
    name = case when name in ('', email) then gone.name else name end,
    department_id = coalesce(department_id, gone.department_id),
    language = coalesce(language, gone.language),
    coordinator = coordinator or gone.coordinator,
    directory_id = coalesce(directory_id, gone.directory_id),
    manager_id = case when manager_id = p_stays then null else manager_id end
  where id = p_stays;
end $$;
comment on function merge_people is 'Two rows of one person become one; the address of the row that goes becomes one of his';

create function person_also_writes(p_person bigint, p_address text) returns bigint
language plpgsql as $$
declare
  other bigint := person_of_address(p_address);
  listed boolean;
begin
  if not exists (select from person where id = p_person) then
    return null;
  end if;
  if other is null then
    insert into person_address (address, person_id) values (lower(p_address), p_person);
    return p_person;
  end if;
  if other = p_person then
    return p_person;
  end if;
  -- whom a list or a directory knows keeps the address that names him there
  select department_id is not null or directory_id is not null into listed from person where id = other;
  if listed and exists (select from person where id = p_person and department_id is null and directory_id is null) then
    perform merge_people(p_person, other);
    return other;
  end if;
  perform merge_people(other, p_person);
  return p_person;
end $$;
comment on function person_also_writes is
  'A person writes from this address too; who has it already is the same person. Who stays, or null when there is no such person';
