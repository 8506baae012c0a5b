// The tickets, promises or attempts behind a figure.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { ask } from './api.js';
import { clock, ticketLink } from './format.js';
import { box, empty, loading } from './frame.js';
import { statusMark } from './tickets.js';
import { t } from './texts.js';

const PASSED_ON = ['queue', 'from', 'to', 'figure', 'fate', 'by', 'value'];
const TICKETS = ['opened', 'answered', 'unanswered', 'joined', 'closed', 'solved_at_once', 'open'];

export class BehindList {
  constructor(query, changed) {
    this.changed = changed;
    this.query = new URLSearchParams([...query].filter(([name]) => PASSED_ON.includes(name)));
    this.figure = query.get('figure');
    this.kind = this.figure === 'mails' ? 'mails' : TICKETS.includes(this.figure) ? 'tickets' : 'promises';
    if (this.kind === 'mails') this.query.delete('figure');
    this.items = null;
    this.next = null;
    this.failed = false;
  }

  async read(cursor) {
    try {
      const more = cursor ? `&cursor=${cursor}` : '';
      const page = await ask(`api/v1/statistics/${this.kind}/behind?${this.query}${more}`);
      this.items = [...(cursor ? this.items : []), ...page.items];
      this.all = page.all;
      this.next = page.next;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.changed();
  }
}

export const behindPage = (state, list) => html`
  <p class="small soft"><a href="#/figures">${t('figures')}</a></p>
  <div class="head"><h1>${t('behind')[list.figure] ?? t('tickets')}</h1></div>
  <p>${[span(list.query, state), group(list.query)].filter(Boolean).join(', ')}</p>
  ${list.failed ? box('due', t('failedToRead'), t('failedToReadMore')) : nothing}
  <section class="card" aria-label=${t('behind')[list.figure] ?? t('tickets')} aria-busy=${list.items ? nothing : 'true'}>
    ${list.items === null ? loading() : html`<header><p>${t('howMany', list.all)}</p></header>
      ${list.items.length === 0 ? empty('isSolved', t('nothingInView'), '') : tables[list.kind](state, list.items)}`}
    ${list.next ? html`<p class="pad"><button class="btn" @click=${() => list.read(list.next)}>${t('showMore')}</button></p>` : nothing}
  </section>`;

const span = (query, state) =>
  (query.get('from') && query.get('to') ? t('fromTo', clock(query.get('from'), state.now()), clock(query.get('to'), state.now())) : '');

function group(query) {
  const [by, value] = [query.get('by'), query.get('value')];
  if (!by) return '';
  if (!value) return t('groupOfNone')[by];
  return by === 'channel' ? t('channels')[value] ?? value : value;
}

const mails = (state, rows) => html`
  <div class="scroll"><table class="flow"><thead><tr><th scope="col">${t('time')}</th><th scope="col">${t('outcome')}</th><th scope="col">${t('ticket')}</th><th scope="col">${t('mailboxOf')}</th></tr></thead>
    <tbody>${rows.map(row => html`
      <tr><td class="nowrap">${clock(row.receivedAt, state.now())}</td><td>${t('mailFates')[row.fate] ?? t('stacks').otherMails}</td>
        <td>${row.ticket ? html`<a href=${ticketLink(row.ticket)}>${row.ticket}</a> ${row.subject}` : nothing}</td><td>${row.mailbox}</td></tr>`)}</tbody></table></div>`;

const tickets = (state, rows) => html`
  <div class="scroll"><table class="flow"><thead><tr><th scope="col">${t('time')}</th><th scope="col">${t('ticket')}</th><th scope="col">${t('caller')}</th><th scope="col">${t('status')}</th></tr></thead>
    <tbody>${rows.map(row => html`
      <tr><td class="nowrap">${clock(row.openedAt, state.now())}</td><td><a href=${ticketLink(row.number)}>${row.number}</a> ${row.subject}</td>
        <td>${row.requester.name}</td><td>${statusMark(row)}</td></tr>`)}</tbody></table></div>`;

const promises = (state, rows) => html`
  <div class="scroll"><table class="flow"><thead><tr><th scope="col">${t('promisedWhen')}</th><th scope="col">${t('dialledAt')}</th><th scope="col">${t('caller')}</th><th scope="col">${t('outcome')}</th><th scope="col">${t('ticket')}</th></tr></thead>
    <tbody>${rows.map(row => html`
      <tr><td class="nowrap">${clock(row.promisedAt, state.now())}</td><td class="nowrap">${row.dialledAt ? clock(row.dialledAt, state.now()) : ''}</td>
        <td class="strong">${row.name}</td><td>${row.result ? t('attemptResults')[row.result] : t('promiseStates')[row.state]}</td>
        <td><a href=${ticketLink(row.ticket)}>${row.ticket}</a> ${row.subject}</td></tr>`)}</tbody></table></div>`;

const tables = { tickets, promises, mails };
