-- Who wrote a mail and what about, also when it stands on no ticket; and whom nobody wants to hear from.

alter table mail_in
  add column sender text not null default '',
  add column subject text not null default '',
  add column blocked text;
comment on column mail_in.sender is 'The sender''s address in small letters; empty when there is none, or it came before this was written down';
comment on column mail_in.blocked is 'The setting that its sender was blocked by when it came, or null';
create index mail_in_kept on mail_in (id) where fate = 'kept';
create index mail_out_unsent on mail_out (state) where state <> 'sent';
