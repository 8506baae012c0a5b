-- Where a mail lay: servers name a mail by mailbox, UIDVALIDITY and UID (RFC 3501, 2.3.1.1). The name alone proves
-- nothing (a mailbox that was restored may give it again), so that it stands beside what the mail itself says.

create table mail_place (
  mailbox      text collate "C" not null,
  uid_validity bigint not null,
  uid          bigint not null,
  mail         bigint not null references mail_in (id),
  primary key (mailbox, uid_validity, uid)
);
comment on table mail_place is 'Every place that a mail was read from';
create index mail_place_mail on mail_place (mail);

-- A mail too large for one row's value to pass through memory: in pieces, before it is taken.

create table mail_large (
  id       bigint generated always as identity primary key,
  begun_at timestamptz not null default now()
);
comment on table mail_large is 'Large mails, and those that were begun and never taken';
create table mail_piece (
  large  bigint not null references mail_large (id) on delete cascade,
  number integer not null,
  bytes  bytea not null,
  primary key (large, number)
);
alter table mail_in add column large bigint references mail_large (id);
comment on column mail_in.large is 'Where all of it is when raw holds its beginning alone, or null';
create index mail_in_large on mail_in (large) where large is not null;

create function mail_whole(p_raw bytea, p_large bigint) returns bytea
language sql stable as $$
  select coalesce((select string_agg(bytes, ''::bytea order by number) from mail_piece where large = p_large), p_raw)
$$;

-- its pieces go with it
create or replace function mail_in_emptied() returns trigger
language plpgsql as $$
begin
  delete from mail_piece where large = old.large;
  new.sender := '';
  new.subject := '';
  new.refs := '{}';
  return new;
end $$;
