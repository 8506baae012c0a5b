-- Who came back about another system and another category did not come back: what svara.engine.postgres.TicketFigureReading
-- asks, kept before it can not be asked any more.
create function same_matter(p_next ticket, p_one ticket) returns boolean
language sql stable as $$
  select p_next.system = p_one.system or p_next.category = p_one.category
      or coalesce(p_next.system, p_next.category) is null or coalesce(p_one.system, p_one.category) is null
$$;

create or replace function anonymise_tickets(p_tickets text[], p_at timestamptz, p_dialled_before timestamptz) returns jsonb
language plpgsql as $$
declare
  v_calls text[];
  v_promises text[];
  v_entries integer;
  v_removed jsonb;
begin
  -- who came back, while it can still be seen
  update ticket a set followed = true
  from ticket n join person p on p.id = n.person_id and not p.anonymous
  where n.number = any (p_tickets) and a.person_id = n.person_id and a.number <> n.number and n.kind = 'ordinary'
    and n.opened_at > a.opened_at and (a.closed_at is null or n.opened_at <= a.closed_at + interval '7 days')
    and same_matter(n, a)
    and a.followed is distinct from true;
  update ticket a set followed = exists (
    select from ticket n
    where n.person_id = a.person_id and n.number <> a.number and n.kind = 'ordinary'
      and n.opened_at > a.opened_at and n.opened_at <= a.closed_at + interval '7 days' and same_matter(n, a))
  where a.number = any (p_tickets) and a.followed is null;

  select array_agg(call_id) into v_calls from call where ticket = any (p_tickets) and ended_at is not null;
  select array_agg(callback_id) into v_promises from callback where ticket = any (p_tickets) and state <> 'open';
  perform anonymise_calls(coalesce(v_calls, '{}'), coalesce(v_promises, '{}'), p_dialled_before);
  update call set person_id = anonymous_person(person_id)
  where call_id = any (v_calls) and person_id is not null;
  update callback set person_id = anonymous_person(person_id)
  where callback_id = any (v_promises) and person_id is not null;

  v_removed := remove_mails(p_tickets) || remove_files(p_tickets, p_at);
  update ticket_entry set text = '', facts = nameless_facts(kind, facts), by = case kind when 'mail' then '' else by end
  where ticket = any (p_tickets) and (text <> '' or facts <> nameless_facts(kind, facts));
  get diagnostics v_entries = row_count;
  update ticket set subject = '–', shown_as = '–', number_key = null, person_id = anonymous_person(person_id)
  where number = any (p_tickets);
  return v_removed || jsonb_build_object(
    'tickets', cardinality(p_tickets), 'entries', v_entries,
    'calls', coalesce(cardinality(v_calls), 0), 'promises', coalesce(cardinality(v_promises), 0));
end $$;
