-- A report belongs to no ticket, and brings files.
alter table mail_out
  alter column ticket drop not null,
  alter column entry drop not null,
  drop constraint if exists mail_out_kind_check,
  add constraint mail_out_kind_check check (kind in ('reply', 'acknowledgement', 'closing', 'number', 'report')),
  add constraint mail_out_of_ticket check (kind = 'report' or ticket is not null and entry is not null);

create table mail_out_file (
  mail       bigint not null references mail_out (id),
  n          integer not null,
  name       text not null,
  media_type text collate "C" not null,
  bytes      bytea not null,
  primary key (mail, n)
);
comment on table mail_out_file is 'What a mail brings with it';
