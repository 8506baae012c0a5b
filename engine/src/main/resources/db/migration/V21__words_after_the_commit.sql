-- Words to be found by are made after the commit, by svara.engine.runtime.WordKeeper: two stemmers and a GIN index inside
-- the insert cost more than all the rest of a mail. What is not made yet is looked through as it stands, so nothing is
-- ever not found.
drop index ticket_entry_words;
drop index ticket_words;
create table ticket_entry_words (
  entry bigint primary key references ticket_entry (id) on delete cascade,
  words tsvector not null
);
create table ticket_subject_words (
  ticket text collate "C" primary key references ticket (number) on delete cascade,
  words  tsvector not null
);
create table ticket_words_due (
  id     bigint generated always as identity primary key,
  entry  bigint references ticket_entry (id) on delete cascade,
  ticket text collate "C" references ticket (number) on delete cascade,
  at     timestamptz not null default clock_timestamp(),
  check ((entry is null) <> (ticket is null))
);
comment on table ticket_entry_words is 'Words of what stands on timelines, made after the commit';
comment on table ticket_subject_words is 'Words of tickets'' subjects and of whom they show, made after the commit';
comment on table ticket_words_due is 'What has no words yet';
create index ticket_words_due_entry on ticket_words_due (entry) where entry is not null;
create index ticket_words_due_ticket on ticket_words_due (ticket) where ticket is not null;

insert into ticket_entry_words (entry, words) select id, words_of(text) from ticket_entry where text <> '';
insert into ticket_subject_words (ticket, words) select number, words_of(subject || ' ' || shown_as) from ticket;
create index ticket_entry_words_found on ticket_entry_words using gin (words);
create index ticket_subject_words_found on ticket_subject_words using gin (words);

create function words_due_of_entry() returns trigger
language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from ticket_entry_words where entry = new.id;
  end if;
  if new.text <> '' then
    insert into ticket_words_due (entry) values (new.id);
  end if;
  return null;
end $$;
create trigger ticket_entry_words_due after insert on ticket_entry
  for each row when (new.text <> '') execute function words_due_of_entry();
create trigger ticket_entry_words_due_anew after update of text on ticket_entry
  for each row when (new.text <> old.text) execute function words_due_of_entry();

create function words_due_of_ticket() returns trigger
language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from ticket_subject_words where ticket = new.number;
  end if;
  insert into ticket_words_due (ticket) values (new.number);
  return null;
end $$;
create trigger ticket_words_due after insert on ticket
  for each row execute function words_due_of_ticket();
create trigger ticket_words_due_anew after update of subject, shown_as on ticket
  for each row when (new.subject <> old.subject or new.shown_as <> old.shown_as)
  execute function words_due_of_ticket();

-- Makes the words of the oldest that are due; how many, and since when the oldest was. Several may do it at once.
create function make_words(p_max integer) returns table (made integer, since timestamptz)
language plpgsql as $$
begin
  return query
    with due as (
      delete from ticket_words_due where id in (
        select id from ticket_words_due order by id limit p_max for update skip locked)
      returning entry, ticket, at),
    entries as (
      insert into ticket_entry_words (entry, words)
      select e.id, words_of(e.text) from ticket_entry e where e.id in (select due.entry from due) and e.text <> ''
      on conflict (entry) do update set words = excluded.words),
    subjects as (
      insert into ticket_subject_words (ticket, words)
      select t.number, words_of(t.subject || ' ' || t.shown_as) from ticket t
      where t.number in (select due.ticket from due)
      on conflict (ticket) do update set words = excluded.words)
    select count(*)::integer, min(due.at) from due;
end $$;
