-- A mail that is emptied, because a retention plan or its sender wants it so, forgets who sent it too.
create function empty_mail() returns trigger
language plpgsql as $$
begin
  new.sender := '';
  return new;
end $$;
create trigger mail_in_emptied before update of raw on mail_in
  for each row when (new.raw = '' and old.raw <> '') execute function empty_mail();
update mail_in set sender = '' where raw = '' and sender <> '';
