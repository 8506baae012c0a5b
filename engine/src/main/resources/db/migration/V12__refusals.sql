-- What was refused, and why, is shown beside the promises; svara.engine.postgres.PostgresCallbackStore asks in these words.
create index ticket_entry_refused on ticket_entry (at desc, id desc)
  where kind in ('call.met_full', 'callback.refused', 'callback.held', 'callback.expired');
-- Promises of one ending, the latest first.
create index callback_ended on callback (state, closed_at desc, callback_id desc) where state <> 'open';
drop index callback_expired;
