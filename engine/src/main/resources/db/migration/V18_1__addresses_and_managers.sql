-- People write from more addresses than the one that names them, and a directory knows them by what never changes.

create table person_address (
  address   text collate "C" primary key check (address = lower(address)),
  person_id bigint not null references person (id)
);
comment on table person_address is 'Further addresses a person writes from; person.email names him and does not stand here';
create index person_address_person on person_address (person_id);

alter table person
  add column manager_id   bigint references person (id),
  add column directory_id text collate "C" unique;
comment on column person.manager_id is 'Whom the directory names as manager, if he is known';
comment on column person.directory_id is 'What the directory calls the entry for ever, also when name and address change; null: not from there';
create index person_manager on person (manager_id) where manager_id is not null;

create function person_of_address(p_address text) returns bigint
language sql stable parallel safe as $$
  select id from person where email = lower(p_address)
  union all
  select person_id from person_address where address = lower(p_address)
  limit 1
$$;
comment on function person_of_address is 'Who writes from an address, whether he still works here or not; null when nobody is known';
