// The calls behind a figure.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { ask } from './api.js';
import { clock } from './format.js';
import { box, empty, loading } from './frame.js';
import { callTable } from './line.js';
import { t } from './texts.js';

const PASSED_ON = ['queue', 'from', 'to', 'outcome', 'metFull', 'live', 'answeredWithinSeconds', 'weekday', 'hour', 'department', 'notDepartment', 'technician', 'system', 'category'];

export class CallList {
  constructor(query, changed) {
    this.changed = changed;
    this.query = new URLSearchParams([...query].filter(([name]) => PASSED_ON.includes(name)));
    this.calls = null;
    this.next = null;
    this.failed = false;
  }

  async read(cursor) {
    try {
      const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const page = await ask(`api/v1/calls?limit=50&${this.query}${more}`);
      this.calls = [...(cursor ? this.calls : []), ...page.items];
      this.next = page.next;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.changed();
  }
}

export const callsPage = (state, list) => html`
  <p class="small soft"><a href="#/figures">${t('figures')}</a></p>
  <div class="head"><h1>${t('calls')}</h1></div>
  <p>${words(list.query, state)}</p>
  ${list.failed ? box('due', t('failedToRead'), t('failedToReadMore')) : nothing}
  <section class="card" aria-label=${t('calls')} aria-busy=${list.calls ? nothing : 'true'}>
    ${list.calls === null ? loading() : list.calls.length === 0 ? empty('phone', t('noCallsHere'), '') : callTable(state, list.calls)}
    ${list.next ? html`<p class="pad"><button class="btn" @click=${() => list.read(list.next)}>${t('showMore')}</button></p>` : nothing}
  </section>`;

function words(query, state) {
  const outcome = query.get('outcome');
  const parts = [
    query.get('from') && query.get('to') ? t('fromTo', clock(query.get('from'), state.now()), clock(query.get('to'), state.now())) : '',
    outcome ? outcome.split(',').map(one => t('outcomes')[one] ?? '').join(' / ') : '',
    query.get('metFull') === 'true' ? t('kpis').metFullRate : '',
    query.get('answeredWithinSeconds') ? t('kpis').serviceLevel : '',
    query.get('weekday') && query.get('hour') ? t('weekHour', t('weekdays')[query.get('weekday') - 1], query.get('hour')) : '',
    query.get('live') === 'true' ? t('goesOn') : '',
    ...['department', 'technician', 'system', 'category'].map(by => (query.get(by) === '-' ? t('groupOfNone')[by] : query.get(by) ?? '')),
    query.has('notDepartment') ? t('otherDepartments') : '',
  ];
  return parts.filter(Boolean).join(', ');
}
