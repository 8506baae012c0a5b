-- A mail that was joined to a ticket and is a matter of its own. History stays: the old ticket still shows it, and says
-- where it went; what goes on from it goes to the new one.

create table mail_split (
  entry     bigint primary key references ticket_entry (id),
  to_ticket text collate "C" not null references ticket (number),
  to_entry  bigint not null unique references ticket_entry (id),
  by        text not null,
  at        timestamptz not null
);
comment on table mail_split is 'Mails that were moved from the ticket they had been joined to, each once';
comment on column mail_split.entry is 'The mail on the timeline of its old ticket';
comment on column mail_split.to_entry is 'The same mail on the timeline of its new ticket';
