-- The engine reads and writes rows. It makes and drops nothing, and what is history it only adds to. Said anew whenever
-- this file changes; a new table stands here too.
revoke all on all tables in schema public from "${engine}";
revoke create on schema public from public;
grant usage on schema public to "${engine}";
grant select on all tables in schema public to "${engine}";
grant insert on mail_out_file, audit to "${engine}";
grant insert on journal, ticket_entry, ticket_stood, mail_in, mail_split, mail_place, mail_piece to "${engine}";
grant insert, update on queue_lease, queue_state, ticket_year, ticket, call, call_leg, callback, callback_attempt, department, person,
  figure_mark, phone_holder, mail_out, mail_recipient, ticket_file, attachment
  to "${engine}";
-- a mail that was kept finds its ticket later; what it is stays as it came
grant update (ticket, fate, reason, entry, blocked) on mail_in to "${engine}";
grant insert, update, delete on person_number, person_address, figure, contact_figure, figure_hours, figure_wrong,
  ticket_words_due, ticket_entry_words, ticket_subject_words to "${engine}";
grant insert, delete on figure_stale, ticket_link to "${engine}";
-- what was begun and not taken; a mail that was taken holds its own
grant insert, delete on mail_large to "${engine}";
grant insert, update on account, api_token to "${engine}";
grant insert, update, delete on account_link, web_session, sign_in_try, ticket_draft, reply_template, saved_view to "${engine}";
grant usage on all sequences in schema public to "${engine}";
-- what takes personal data out of the history by the plan or a person's wish, and nothing else does
grant execute on function retention_step, retention_due, erase_step, erase_mentions, begin_erasure to "${engine}";
