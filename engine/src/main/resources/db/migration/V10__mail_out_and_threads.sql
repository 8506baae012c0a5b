-- Mail is sent: what was begun stands beside each mail, so that after a crash nobody has to guess.

alter table mail_out
  add column kind text collate "C" not null default 'reply' check (kind in ('reply', 'acknowledgement')),
  add column html text not null default '',
  add column refs text[] collate "C" not null default '{}',
  add column automatic boolean not null default false,
  add column attempts integer not null default 0,
  add column next_at timestamptz not null default '-infinity',
  add column claim text collate "C",
  add column claimed_until timestamptz,
  add column handed_at timestamptz,
  add column settled_at timestamptz,
  add column words text not null default '';

comment on table mail_out is 'Mails to requesters, with what became of each';
comment on column mail_out.refs is 'Message-IDs of the thread before the one it answers';
comment on column mail_out.next_at is 'Not tried before';
comment on column mail_out.claim is 'Who tried last: node/run';
comment on column mail_out.claimed_until is 'So long it is that sender''s alone; null when nobody''s';
comment on column mail_out.handed_at is 'When its end was about to be handed over in an attempt whose result is not known; or null';
comment on column mail_out.words is 'What the server said last, or what went wrong';

drop index mail_out_waiting;
create index mail_out_waiting on mail_out (next_at, id) where state = 'waiting';
create index mail_out_entry on mail_out (entry);
create index mail_out_automatic on mail_out (recipient, written_at) where automatic;
create unique index mail_out_acknowledged on mail_out (ticket) where kind = 'acknowledgement';

create table mail_recipient (
  address    text primary key check (address = lower(address)),
  refused_at timestamptz not null,
  words      text not null
);
comment on table mail_recipient is 'Addresses that a server has refused mail to for good (RFC 3464), and what it said';

alter table ticket add column follows text collate "C" references ticket (number);
comment on column ticket.follows is 'The closed ticket that it goes on from, or null';
