-- Files on a ticket: what a mail brought with it, a voice message, whatever else belongs to one of its entries.

create table ticket_file (
  id         bigint generated always as identity primary key,
  ticket     text collate "C" not null references ticket (number),
  entry      bigint references ticket_entry (id),
  kind       text collate "C" not null check (kind in ('attached', 'inline', 'voice')),
  name       text not null check (length(name) between 1 and 200),
  media_type text collate "C" not null,
  size_bytes bigint not null,
  content_id text collate "C" not null default '',
  bytes      bytea,
  reason     text not null default '',
  check (bytes is not null or reason <> '')
);
create index ticket_file_ticket on ticket_file (ticket, id);
create index ticket_file_entry on ticket_file (entry);
-- pictures and documents are compressed already
alter table ticket_file alter column bytes set storage external;

comment on table ticket_file is 'Files that belong to a ticket, to be downloaded from its page';
comment on column ticket_file.entry is 'The entry of the timeline that brought it, or null';
comment on column ticket_file.kind is 'attached to a mail; inline, shown within one; voice, what a caller said';
comment on column ticket_file.name is 'Safe to save under: no folders, no control characters';
comment on column ticket_file.content_id is 'By which the mail''s HTML names it (RFC 2392), or empty';
comment on column ticket_file.bytes is 'What it holds; null when it is beyond the limits, and then it is in the raw mail alone';
comment on column ticket_file.reason is 'Why it holds nothing, or empty';

alter table mail_in add column entry bigint references ticket_entry (id);
create index mail_in_entry on mail_in (entry);
comment on column mail_in.entry is 'The entry of the timeline that it became, or null';
update mail_in m set entry = (
  select e.id from ticket_entry e
  where e.ticket = m.ticket and e.kind = 'mail' and e.at = m.received_at and e.facts ->> 'messageId' = m.message_id
  order by e.id limit 1)
where m.ticket is not null and m.fate <> 'duplicate';
