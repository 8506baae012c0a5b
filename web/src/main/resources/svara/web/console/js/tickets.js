// The list of tickets.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { alarm, tell } from './announce.js';
import { ask } from './api.js';
import { clock, ticketLink } from './format.js';
import { box, empty, loading } from './frame.js';
import { icon } from './icons.js';
import { whoAmI } from './me.js';
import { t } from './texts.js';
import { offerUndo } from './undo.js';

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
  mine: { title: 'viewMine', query: `status=${OPEN}&assignee=` },
  unassigned: { title: 'viewUnassigned', query: `status=${OPEN}&kind=ordinary&unassigned=true` },
  callback: { title: 'viewCallBack', query: `status=${OPEN}&toCallBack=true` },
  waiting: { title: 'viewWaiting', query: 'status=waiting_requester' },
  all: { title: 'viewAll', query: '' },
};

/** What a list can be narrowed by, beside its view; all of it stands in the address. */
const NARROW = ['priority', 'system', 'category', 'tag'];

/** Views that are nobody's are not shown to whoever is no technician. */
const shownViews = () => Object.entries(views).filter(([name]) => name !== 'mine' || whoAmI());

export class TicketList {
  constructor(changed) {
    this.changed = changed;
    this.view = 'open';
    this.words = '';
    this.narrow = {};
    this.choices = { systems: [], categories: [], tags: [] };
    this.saved = [];
    this.rows = null;
    this.next = null;
    this.failed = false;
  }

  show(asked) {
    const view = asked.get('view') ?? this.view;
    const words = asked.get('q') ?? '';
    const narrow = Object.fromEntries(NARROW.filter(name => asked.get(name)).map(name => [name, asked.get(name)]));
    const before = this.query;
    this.view = views[view] && (view !== 'mine' || whoAmI()) ? view : 'open';
    this.words = words;
    this.narrow = narrow;
    if (before !== this.query) this.rows = null;
    this.readChoices();
    return this.read();
  }

  async readChoices() {
    this.choices = await ask('api/v1/ticket-words').catch(() => this.choices);
    this.saved = (await ask('api/v1/views').catch(() => ({ items: this.saved }))).items;
    this.changed();
  }

  /** Words are looked for among all tickets, whatever view one comes from. */
  get query() {
    const from = this.words ? `q=${encodeURIComponent(this.words)}` : views[this.view].query.replace(/assignee=$/, `assignee=${encodeURIComponent(whoAmI())}`);
    const more = new URLSearchParams(this.narrow).toString();
    return [from, more].filter(Boolean).join('&');
  }

  /** The list as it stands in the address. */
  address(change = {}) {
    const asked = { ...(this.words ? { q: this.words } : { view: this.view }), ...this.narrow, ...change };
    return new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
  }

  get title() {
    return this.words ? t('foundFor', this.words) : t(views[this.view].title);
  }

  async keep(name) {
    const before = this.saved;
    try {
      await ask('api/v1/views', { method: 'PUT', body: { name, query: this.address() } });
      tell(t('viewKept', name));
    } catch {
      this.saved = before;
      alarm(`${t('failedToDo')} ${t('failedToDoMore')}`);
    }
    await this.readChoices();
  }

  async forget(view) {
    await ask('api/v1/views/remove', { method: 'POST', body: { name: view.name } }).catch(() => null);
    offerUndo(t('viewForgotten', view.name), async () => {
      await ask('api/v1/views', { method: 'PUT', body: view }).catch(() => null);
      await this.readChoices();
    });
    await this.readChoices();
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
    <nav class="views" aria-label=${t('views')}><h2>${t('views')}</h2>${shownViews().map(([name, view]) => html`
      <a href="#/tickets?view=${name}" aria-current=${current(list, `view=${name}`)}>${t(view.title)}</a>`)}
      ${list.saved.length ? html`<h2>${t('viewsSaved')}</h2>` : nothing}
      ${list.saved.map(view => html`<span class="saved"><a href="#/tickets?${view.query}" aria-current=${current(list, view.query)}>${view.name}</a><button class="btn btn-icon btn-bare" aria-label=${t('viewForget', view.name)} @click=${() => list.forget(view)}>${icon('cross')}</button></span>`)}
      <details class="menu"><summary class="btn btn-bare">${t('viewKeep')}${icon('down')}</summary><div class="pop">
        <form class="reason" @submit=${event => keep(event, list)}><label for="view-name">${t('viewName')}</label>
          <input class="in" id="view-name" name="name" maxlength="60" autocomplete="off"><button class="btn">${t('save')}</button></form></div></details></nav>
    <section class="card ${state.lostAt === null ? '' : 'stale'}" aria-label=${list.title} aria-busy=${list.rows ? nothing : 'true'}>
      ${filters(list, page)}
      ${list.failed ? box('due', t('failedToRead'), t('failedToReadMore')) : nothing}
      ${list.rows === null ? loading() : list.rows.length === 0
        ? list.words ? empty('isOpen', t('nothingFound'), t('nothingFoundMore')) : empty('isSolved', t('nothingInView'), t('nothingInViewMore'))
        : table(state, list, names)}
    </section>
  </div>`;

const current = (list, address) => (list.address() === address ? 'page' : nothing);

function keep(event, list) {
  event.preventDefault();
  const name = event.target.elements.name.value.trim();
  if (!name) return;
  const menu = event.target.closest('details');
  event.target.reset();
  menu.querySelector('summary').focus();
  menu.open = false;
  list.keep(name);
}

/** Quick filters: each choice is a new address, so that going back undoes it. */
const filters = (list, page) => html`
  <div class="tools" role="group" aria-label=${t('filters')}>
    ${filter(list, page, 'priority', t('priority'), Object.entries(t('priorities')))}
    ${filter(list, page, 'system', t('system'), list.choices.systems.map(word => [word, word]))}
    ${filter(list, page, 'category', t('category'), list.choices.categories.map(word => [word, word]))}
    ${filter(list, page, 'tag', t('tag'), list.choices.tags.map(word => [word, word]))}
    ${Object.keys(list.narrow).length ? html`<a class="btn btn-bare push" href="#/tickets?${list.words ? `q=${encodeURIComponent(list.words)}` : `view=${list.view}`}">${t('filtersNone')}</a>` : nothing}
  </div>`;

const filter = (list, page, name, label, options) => {
  const chosen = list.narrow[name] ?? '';
  const all = chosen && !options.some(([key]) => key === chosen) ? [[chosen, chosen], ...options] : options;
  return all.length === 0 ? nothing : html`<span class="row tight"><label class="small" for="f-${name}">${label}</label>
    <select class="in" id="f-${name}" .value=${live(chosen)} @change=${event => page.go(`#/tickets?${list.address({ [name]: event.target.value })}`)}>
      <option value="">${t('anyOfThem')}</option>${all.map(([key, words]) => html`<option value=${key} ?selected=${key === chosen}>${words}</option>`)}</select></span>`;
};

function search(event, page) {
  event.preventDefault();
  const words = event.target.elements.words.value.trim();
  page.go(words ? `#/tickets?q=${encodeURIComponent(words)}` : '#/tickets?view=open');
}

/** The line that looks after a ticket, where there are several. */
const lineOf = (state, row) => row.queue && state.queues?.length > 1 ? state.queues.find(q => q.name === row.queue)?.title ?? row.queue : '';

const table = (state, list, names) => html`
  <table class="titles flow"><thead><tr><th scope="col">${t('number')}</th><th scope="col">${t('ticket')}</th><th scope="col">${t('status')}</th><th scope="col">${t('assignee')}</th><th scope="col">${t('changed')}</th></tr></thead>
  <tbody>${repeat(list.rows, row => row.number, row => html`
    <tr><td class="soft nowrap">${row.number}</td>
      <td class="subj"><a href=${ticketLink(row.number)}>${row.subject}</a>
        <p>${[row.requester.name, row.requester.department, row.kind === 'missed_call' ? t('missedCall') : t('channels')[row.channel], lineOf(state, row)].filter(Boolean).join(', ')}</p>
        ${row.priority === 'normal' && !row.restricted && row.tags.length === 0 ? nothing : html`<div class="row tight">${handlingMarks(row)}</div>`}
        ${row.toCallBack ? html`<p class="mark s-due">${icon('promise')}${t('callBack')}</p>` : nothing}</td>
      <td class="nowrap">${statusMark(row)}</td>
      <td class="nowrap ${row.assignee ? '' : 'soft'}">${row.assignee ? names.get(row.assignee) ?? row.assignee : t('nobody')}</td>
      <td class="nowrap soft">${clock(row.changedAt, state.now())}</td></tr>`)}</tbody></table>
  ${list.next ? html`<p class="pad"><button class="btn" @click=${() => list.more()}>${t('showMore')}</button></p>` : nothing}`;
