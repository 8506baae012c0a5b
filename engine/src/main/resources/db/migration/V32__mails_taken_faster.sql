-- Nobody looks for the words of an acknowledgement: they are our own, the same on every ticket.
drop trigger ticket_entry_words_due on ticket_entry;
create trigger ticket_entry_words_due after insert on ticket_entry
  for each row when (new.text <> '' and not (new.kind = 'reply' and new.by = 'system'))
  execute function words_due_of_entry();
