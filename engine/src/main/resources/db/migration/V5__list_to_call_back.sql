create index ticket_to_call_back on ticket (changed_at desc, number desc) where to_call_back;
