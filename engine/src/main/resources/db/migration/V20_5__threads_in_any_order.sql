-- Mails overtake each other: what a mail goes on from is found also when it comes later.

alter table mail_in add column refs text[] collate "C" not null default '{}';
comment on column mail_in.refs is 'Message-IDs of the mails it goes on from, by References and In-Reply-To';
update mail_in m set refs = string_to_array(e.facts ->> 'thread', ' ')
from ticket_entry e where e.id = m.entry and e.facts ->> 'thread' <> '';
create index mail_in_refs on mail_in using gin (refs) where refs <> '{}';

-- what is taken from a mail when nobody may read it any more goes with its raw form
create function mail_in_emptied() returns trigger
language plpgsql as $$
begin
  new.sender := '';
  new.subject := '';
  new.refs := '{}';
  return new;
end $$;
create trigger mail_in_emptied before update on mail_in
  for each row when (new.raw = '' and old.raw <> '') execute function mail_in_emptied();
