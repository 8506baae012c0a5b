-- Words of tickets, in the stems of both languages: a word of one is found in the other as it is written.
create function words_of(p_text text) returns tsvector
language sql immutable parallel safe
return to_tsvector('swedish', left(p_text, 100000)) || to_tsvector('english', left(p_text, 100000));

create function words_wanted(p_text text) returns tsquery
language sql immutable parallel safe
return websearch_to_tsquery('swedish', p_text) || websearch_to_tsquery('english', p_text);

create index ticket_words on ticket using gin (words_of(subject || ' ' || shown_as));
-- a call's events have no text, so a call pays nothing for being findable
create index ticket_entry_words on ticket_entry using gin (words_of(text)) where text <> '';
create index person_words on person using gin (words_of(name || ' ' || email));

-- ---- mail to be sent

create table mail_out (
  id         bigint generated always as identity primary key,
  ticket     text collate "C" not null references ticket (number),
  entry      bigint not null references ticket_entry (id),
  recipient  text not null,
  subject    text not null,
  body       text not null,
  message_id text collate "C" not null unique,
  answers    text collate "C",
  written_at timestamptz not null,
  state      text collate "C" not null default 'waiting' check (state in ('waiting', 'sent', 'refused', 'given_up'))
);
comment on table mail_out is 'What people have written to requesters; it waits here until it is sent';
comment on column mail_out.answers is 'Message-ID of the mail it answers, or null';
create index mail_out_waiting on mail_out (id) where state = 'waiting';
create index mail_out_ticket on mail_out (ticket);
