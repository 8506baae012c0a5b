// What the page knows, and how it comes to know it. News say only that something happened: what is
// true now is read from the API, at most one reading at a time, so that a burst of news costs little.
import { ask } from './api.js';
import { may } from './who.js';

/** What each part wants; what is not open to whoever is signed in is not asked for. */
const wanted = {
  queues: 'see-line', calls: 'see-calls', latestTickets: 'see-tickets', expired: 'see-calls', refusals: 'see-calls', figures: 'see-figures', health: 'see-line',
};

const readers = {
  queues: async () => (await ask('api/v1/queues')).items,
  calls: async () => (await ask('api/v1/calls?limit=8')).items,
  latestTickets: async () => (await ask('api/v1/tickets?limit=6')).items,
  expired: async () => (await ask('api/v1/callbacks?state=expired&limit=50')).items,
  refusals: async () => (await ask('api/v1/callbacks/refusals?limit=50')).items,
  figures: () => ask('api/v1/statistics'),
  health: readHealth,
};

// 503 is an answer too: it says what is wrong
async function readHealth() {
  const response = await fetch('health/ready', { signal: AbortSignal.timeout(5000) });
  return (await response.json()).parts;
}

const GAP_MS = 200;

export class State {
  constructor(changed, signedOut) {
    this.changed = changed;
    this.signedOut = signedOut;
    this.queues = null;
    this.calls = null;
    this.latestTickets = null;
    this.expired = null;
    this.refusals = null;
    this.figures = null;
    this.health = null;
    this.failed = false;
    this.lostAt = null;
    this.clockAhead = 0;
    this.wanted = new Set();
    this.reading = false;
  }

  /** The server's clock, as far as this browser can tell. */
  now() {
    return Date.now() + this.clockAhead;
  }

  want(...parts) {
    for (const part of parts) if (may(wanted[part])) this.wanted.add(part);
    this.read();
  }

  wantAll() {
    this.want(...Object.keys(readers));
  }

  /** What a piece of news may have changed. */
  hear(name, data) {
    if (name === 'heartbeat' || name === 'hello') {
      this.clockAhead = Date.parse(data.at) - Date.now();
      return;
    }
    if (name === 'health') this.want('health');
    if (name.startsWith('call.')) this.want('queues', 'latestTickets');
    if (name === 'call.offered' || name === 'call.answered' || name === 'call.ended') {
      this.want('calls', 'figures');
    }
    if (name.startsWith('callback.') || name === 'dialling.switched') this.want('queues', 'latestTickets');
    if (name.startsWith('callback.') || name === 'ticket.changed') this.want('expired');
    if (['callback.held', 'callback.refused', 'callback.expired', 'call.met_full'].includes(name)) this.want('refusals');
    if (name.startsWith('technician.') || name.startsWith('queue.')) this.want('queues');
    if (name.startsWith('ticket.')) this.want('latestTickets', 'queues');
  }

  async read() {
    if (this.reading) return;
    this.reading = true;
    while (this.wanted.size > 0) {
      const parts = [...this.wanted];
      this.wanted.clear();
      const results = await Promise.allSettled(parts.map(part => readers[part]()));
      if (results.some(r => r.reason?.status === 401)) {
        this.reading = false;
        this.signedOut();
        return;
      }
      results.forEach((result, i) => {
        if (result.status === 'fulfilled') this[parts[i]] = result.value;
      });
      this.failed = results.some(r => r.status === 'rejected');
      if (this.failed && this.lostAt === null) setTimeout(() => this.wantAll(), 3000);
      this.changed();
      await new Promise(resolve => setTimeout(resolve, GAP_MS));
    }
    this.reading = false;
  }
}
