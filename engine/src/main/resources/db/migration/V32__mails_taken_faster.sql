-- A list of pending words is emptied by whoever fills it, all at once: a hundred words every now and then took as long as
-- a thousand. Written at once they cost the same each time.
alter index ticket_entry_words_found set (fastupdate = off);
alter index ticket_subject_words_found set (fastupdate = off);

-- Nobody looks for the words of an acknowledgement: they are our own, the same on every ticket.
drop trigger ticket_entry_words_due on ticket_entry;
create trigger ticket_entry_words_due after insert on ticket_entry
  for each row when (new.text <> '' and not (new.kind = 'reply' and new.by = 'system'))
  execute function words_due_of_entry();
