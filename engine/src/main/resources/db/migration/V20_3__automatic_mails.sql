-- More mails that nobody writes: that a ticket is done, and its number to a caller who is known.

alter table mail_out
  drop constraint mail_out_kind_check,
  add constraint mail_out_kind_check check (kind in ('reply', 'acknowledgement', 'closing', 'number'));
create unique index mail_out_numbered on mail_out (ticket) where kind = 'number';
