-- Voice messages are files of their ticket as any other: their table becomes one with ticket_file.

alter table ticket_file
  drop constraint ticket_file_check,
  add column call_id text collate "C" references call (call_id),
  add column recorded_at timestamptz,
  add column length_ms integer,
  add column removed_at timestamptz,
  add column was bigint,
  add constraint ticket_file_held check (bytes is not null or reason <> '' or removed_at is not null),
  add constraint ticket_file_voice check ((kind = 'voice') = (recorded_at is not null and length_ms is not null)),
  add constraint ticket_file_of_call unique (call_id);
comment on column ticket_file.call_id is 'The call a voice message was left in: at most one a call; or null';
comment on column ticket_file.recorded_at is 'Of a voice message';
comment on column ticket_file.removed_at is 'By retention; of a recording without sound, at once';

insert into ticket_file (ticket, kind, name, media_type, size_bytes, bytes, reason, call_id, recorded_at, length_ms,
                         removed_at, was)
select ticket, 'voice', 'voice-message.wav', content_type, coalesce(length(content), 0), content,
       case when content is null then 'removed' else '' end, call_id, recorded_at, length_ms, removed_at, id
from attachment order by id;

-- timelines name them by their ids
update ticket_entry e set facts = e.facts || jsonb_build_object('attachment', f.id::text)
from ticket_file f
where f.was is not null and e.ticket = f.ticket and e.facts ->> 'attachment' = f.was::text
  and e.kind in ('voice_message', 'voice_message.empty', 'voice_message.removed');

alter table ticket_file drop column was;
create index ticket_file_voice_kept on ticket_file (recorded_at) where kind = 'voice' and removed_at is null;
drop table attachment;

-- for those who ask by the old name
create view attachment as
select id, ticket, call_id, 'voice_message' as kind, media_type as content_type, recorded_at, length_ms,
       bytes as content, removed_at
from ticket_file where kind = 'voice';
comment on view attachment is 'Voice messages among the files of tickets';
