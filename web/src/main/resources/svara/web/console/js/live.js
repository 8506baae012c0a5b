// News of the server. A connection counts as lost when nothing has been heard for so long: the
// server gives a sign of life every two seconds, so a page is never wrong for more than five.
const SILENCE_MS = 4500;
const RETRY_MS = 1500;

/**
 * Listens for ever. `heard(name, data)` for each piece of news, `up(resumed)` when the stream stands
 * (the state has to be read anew unless it goes on where it was), `down()` when it is lost.
 */
export function listen({ heard, up, down }) {
  let source = null;
  let last = 0;
  let connected = null;
  let retry = 0;
  let seen = null;

  function lose() {
    source?.close();
    source = null;
    // Also when it never stood: a page that gets no news must say so
    if (connected !== false) {
      connected = false;
      down();
    }
    clearTimeout(retry);
    retry = setTimeout(open, RETRY_MS);
  }

  function note(event) {
    last = Date.now();
    // Whoever comes back names what he saw last: the server tells the rest, or says that it can not
    const resumed = seen !== null && event.type !== 'reset' && event.type !== 'hello';
    seen = event.lastEventId || seen;
    const data = JSON.parse(event.data);
    if (!connected) {
      connected = true;
      up(resumed);
    } else if (event.type === 'reset') {
      up(false);
    }
    heard(event.type, data);
  }

  function open() {
    clearTimeout(retry);
    last = Date.now();
    source = new EventSource(`api/v1/events${seen === null ? '' : `?lastEventId=${encodeURIComponent(seen)}`}`);
    source.onerror = lose;
    for (const name of NAMES) source.addEventListener(name, note);
  }

  const watch = setInterval(() => {
    if (source && Date.now() - last > SILENCE_MS) lose();
  }, 250);

  open();
  return () => {
    clearInterval(watch);
    clearTimeout(retry);
    source?.close();
  };
}

// EventSource has no listener for every name
const NAMES = [
  'hello', 'reset', 'heartbeat', 'health',
  'call.offered', 'call.queued', 'call.met_full', 'call.met_closed', 'call.ringing',
  'call.ring_ended', 'call.answered', 'call.served_alone', 'call.ended', 'call.outage_told', 'call.message', 'call.taken', 'queue.closed_now', 'queue.outage',
  'callback.offered', 'callback.declined', 'callback.promised', 'callback.refused',
  'callback.due', 'callback.held', 'callback.ringing', 'callback.not_taken', 'callback.dialled',
  'callback.joined', 'callback.attempt_ended', 'callback.overtaken', 'callback.kept', 'callback.expired',
  'callback.done', 'callback.withdrawn', 'dialling.switched',
  'technician.changed', 'ticket.opened', 'ticket.changed',
];
