// The list of tickets.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { ask } from './api.js';
import { clock, ticketLink } from './format.js';
import { box, empty, loading } from './frame.js';
import { icon } from './icons.js';
import { t } from './texts.js';

const statusIcons = {
  new: 'isNew',
  open: 'isOpen',
  waiting_requester: 'isWaiting',
  waiting_supplier: 'isWaiting',
  solved: 'isSolved',
  closed: 'isClosed',
};

export const statusMark = row => html`
  <span class="row small tight nowrap">${icon(statusIcons[row.status])}${t('statuses')[row.status]}</span>`;

/** What is out of the ordinary: haste, who may see it, what it is a part of. */
export const handlingMarks = row => html`
  ${row.priority === 'normal' ? nothing : html`<span class="row small tight nowrap ${row.priority === 'urgent' || row.priority === 'high' ? 'mark s-due' : 'soft'}">${icon(row.priority === 'low' ? 'down' : 'warn')}${t('priorityIs', row.priority)}</span>`}
  ${row.restricted ? html`<span class="row small tight nowrap mark s-away">${icon('lock')}${t('restricted')}</span>` : nothing}
  ${row.tags.map(tag => html`<span class="tag small">${tag}</span>`)}`;

const OPEN = 'new,open,waiting_requester,waiting_supplier';
const views = {
  open: { title: 'viewOpen', query: `status=${OPEN}&kind=ordinary` },
  callback: { title: 'viewCallBack', query: `status=${OPEN}&toCallBack=true` },
  all: { title: 'viewAll', query: '' },
};

export class TicketList {
  constructor(changed) {
    this.changed = changed;
    this.view = 'open';
    this.words = '';
    this.rows = null;
    this.next = null;
    this.failed = false;
  }

  show(view, words = '') {
    if (views[view] && view !== this.view || words !== this.words) {
      this.view = views[view] ? view : this.view;
      this.words = words;
      this.rows = null;
    }
    return this.read();
  }

  /** Words are looked for among all tickets, whatever view one comes from. */
  get query() {
    return this.words ? `q=${encodeURIComponent(this.words)}` : views[this.view].query;
  }

  async read() {
    const { query } = this;
    try {
      const page = await ask(`api/v1/tickets?limit=50&${query}`);
      if (query === this.query) this.take(page, []);
    } catch {
      this.failed = true;
    }
    this.changed();
  }

  async more() {
    const { query } = this;
    try {
      const page = await ask(`api/v1/tickets?limit=50&${query}&cursor=${this.next}`);
      if (query === this.query) this.take(page, this.rows);
    } catch {
      this.failed = true;
    }
    this.changed();
  }

  take(page, before) {
    this.rows = [...before, ...page.items];
    this.next = page.next;
    this.failed = false;
  }
}

export const ticketsPage = (state, list, names, page) => html`
  <div class="head"><h1>${t('tickets')}</h1>
    <form class="row between" role="search" @submit=${event => search(event, page)}>
      <label class="vh" for="search">${t('searchTickets')}</label>
      <input class="in" type="search" id="search" name="words" maxlength="200" placeholder=${t('searchTickets')} .value=${list.words}>
      <button class="btn">${t('search')}</button></form><a class="btn btn-main push" href="#/tickets/new">${icon('pen')}${t('newTicket')}</a></div>
  <div class="book">
    <nav class="views" aria-label=${t('views')}><h2>${t('views')}</h2>${Object.entries(views).map(([name, view]) => html`
      <a href="#/tickets?view=${name}" aria-current=${!list.words && list.view === name ? 'page' : nothing}>${t(view.title)}</a>`)}</nav>
    <section class="card ${state.lostAt === null ? '' : 'stale'}" aria-label=${list.words ? t('foundFor', list.words) : t(views[list.view].title)} aria-busy=${list.rows ? nothing : 'true'}>
      ${list.failed ? box('due', t('failedToRead'), t('failedToReadMore')) : nothing}
      ${list.rows === null ? loading() : list.rows.length === 0
        ? list.words ? empty('isOpen', t('nothingFound'), t('nothingFoundMore')) : empty('isSolved', t('nothingInView'), t('nothingInViewMore'))
        : table(state, list, names)}
    </section>
  </div>`;

function search(event, page) {
  event.preventDefault();
  const words = event.target.elements.words.value.trim();
  page.go(words ? `#/tickets?q=${encodeURIComponent(words)}` : '#/tickets?view=open');
}

const table = (state, list, names) => html`
  <table class="titles flow"><thead><tr><th scope="col">${t('number')}</th><th scope="col">${t('ticket')}</th><th scope="col">${t('status')}</th><th scope="col">${t('assignee')}</th><th scope="col">${t('changed')}</th></tr></thead>
  <tbody>${repeat(list.rows, row => row.number, row => html`
    <tr><td class="soft nowrap">${row.number}</td>
      <td class="subj"><a href=${ticketLink(row.number)}>${row.subject}</a>
        <p>${[row.requester.name, row.requester.department, row.kind === 'missed_call' ? t('missedCall') : t('channels')[row.channel]].filter(Boolean).join(', ')}</p>
        ${row.priority === 'normal' && !row.restricted && row.tags.length === 0 ? nothing : html`<div class="row tight">${handlingMarks(row)}</div>`}
        ${row.toCallBack ? html`<p class="mark s-due">${icon('promise')}${t('callBack')}</p>` : nothing}</td>
      <td class="nowrap">${statusMark(row)}</td>
      <td class="nowrap ${row.assignee ? '' : 'soft'}">${row.assignee ? names.get(row.assignee) ?? row.assignee : t('nobody')}</td>
      <td class="nowrap soft">${clock(row.changedAt, state.now())}</td></tr>`)}</tbody></table>
  ${list.next ? html`<p class="pad"><button class="btn" @click=${() => list.more()}>${t('showMore')}</button></p>` : nothing}`;
