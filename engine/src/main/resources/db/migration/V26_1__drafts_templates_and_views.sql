-- What a technician has at his desk: what is written and not sent, texts to begin from, and lists worth looking at again.

create table ticket_draft (
  who      text not null,
  ticket   text collate "C" not null references ticket (number),
  kind     text collate "C" not null check (kind in ('reply', 'note')),
  text     text not null check (length(text) between 1 and 100000),
  saved_at timestamptz not null,
  primary key (who, ticket)
);
create index ticket_draft_ticket on ticket_draft (ticket);
comment on table ticket_draft is 'What somebody writes on a ticket and has not sent; goes when it is sent, the ticket is closed, or its person leaves the books';

create function forget_drafts() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if new.status = 'closed' or exists (select from person p where p.id = new.person_id and p.anonymous) then
    delete from ticket_draft where ticket = new.number;
  end if;
  return null;
end $$;
create trigger ticket_drafts_forgotten after update of status, person_id on ticket
  for each row when ((old.status, old.person_id) is distinct from (new.status, new.person_id)) execute function forget_drafts();

create table reply_template (
  id       bigint generated always as identity primary key,
  title    text not null check (length(title) between 1 and 80),
  body     text not null check (length(body) between 1 and 20000),
  saved_at timestamptz not null
);
comment on table reply_template is 'Texts that replies begin from; words in braces are fields of the ticket';

create table saved_view (
  who   text not null,
  name  text not null check (length(name) between 1 and 60),
  query text not null check (length(query) between 1 and 500),
  primary key (who, name)
);
comment on table saved_view is 'Lists of tickets that somebody wants to see again';
comment on column saved_view.query is 'As it stands in the console''s address';
