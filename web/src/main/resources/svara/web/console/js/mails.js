// Mails that we have written, with what became of each; and mails that stand on no ticket.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { alarm, tell } from './announce.js';
import { ask } from './api.js';
import { bytes, clock, ticketLink } from './format.js';
import { box, empty, loading } from './frame.js';
import { icon } from './icons.js';
import { t } from './texts.js';

const written = state => ({ path: `api/v1/mail/outbox${state ? `?state=${state}` : ''}`, row: writtenRow });
const keptMails = blocked => ({ path: `api/v1/mail/kept${blocked ? '?blocked=true' : ''}`, row: keptRow, kept: true });
const views = {
  all: written(''),
  waiting: { ...written('waiting'), count: 'waiting' },
  refused: { ...written('refused'), count: 'refused' },
  given_up: { ...written('given_up'), count: 'givenUp' },
  kept: { ...keptMails(false), count: 'kept' },
  blocked: { ...keptMails(true), count: 'blocked' },
};

export class MailList {
  constructor(view, changed, go) {
    this.view = views[view] ? view : 'all';
    this.changed = changed;
    this.go = go;
    this.rows = null;
    this.next = null;
    this.left = [];
    this.counts = {};
    this.failed = false;
    this.problem = '';
  }

  async read(cursor) {
    const { path } = views[this.view];
    const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    try {
      const [page, counts] = await Promise.all([ask(`${path}${path.includes('?') ? '&' : '?'}limit=50${more}`), ask('api/v1/mail')]);
      this.rows = [...(cursor ? this.rows : []), ...page.items];
      this.next = page.next;
      this.left = page.left ?? [];
      this.counts = counts;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.changed();
  }

  /** Gives an order; says what came of it, and why not above the list. */
  async order(path, body, done) {
    try {
      const answer = await ask(path, { method: 'POST', body });
      this.problem = '';
      tell(done(answer));
    } catch (refused) {
      this.problem = t('mailRefusals')[refused.code] ?? t('failedToDoMore');
      alarm(`${t('failedToDo')} ${this.problem}`);
    }
    await this.read();
  }

  send(row) {
    return this.order(`api/v1/mail/outbox/${row.id}/again`, {}, () => t('mailSentAgain', row.recipient));
  }

  take(row, asTicket) {
    return this.order(`api/v1/mail/kept/${row.id}/again`, { asTicket }, ({ ticket }) => {
      if (ticket) this.go(ticketLink(ticket));
      return ticket ? t('mailMoved', ticket) : t('mailStillKept');
    });
  }
}

export const mailPage = (state, list) => html`
  <div class="head"><h1>${t('mail')}</h1></div>
  <div class="book">
    <nav class="views" aria-label=${t('mail')}>${Object.entries(views).map(([name, view]) => html`
      ${name === 'all' ? html`<h2>${t('outbox')}</h2>` : name === 'kept' ? html`<h2>${t('mailIn')}</h2>` : nothing}
      <a href="#/mail?view=${name}" aria-current=${list.view === name ? 'page' : nothing}>${t('mailViews')[name]}${view.count && list.counts[view.count] ? html` <span>${list.counts[view.count]}</span>` : nothing}</a>`)}</nav>
    <section class="card ${state.lostAt === null ? '' : 'stale'}" aria-label=${t('mailViews')[list.view]} aria-busy=${list.rows ? nothing : 'true'}>
      ${list.problem ? box('due', t('failedToDo'), list.problem) : nothing}
      ${list.failed ? box('due', t('failedToRead'), t('failedToReadMore')) : nothing}
      ${list.left.length === 0 ? nothing : html`<div class="pad narrow"><h2>${t('mailLeft')}</h2><p class="hint">${t('mailLeftMore')}</p>
        <ul>${list.left.map(one => html`<li><strong>${one.subject || t('mailNoSubject')}</strong>, ${one.mailbox}, ${bytes(one.sizeBytes)}: ${t('mailReason', one.reason)}</li>`)}</ul></div>`}
      ${list.rows === null ? loading() : list.rows.length === 0 ? empty('mail', t('mailNone')[list.view], t('mailNoneMore')[list.view]) : table(state, list)}
      ${list.next ? html`<p class="pad"><button class="btn" @click=${() => list.read(list.next)}>${t('showMore')}</button></p>` : nothing}
    </section>
  </div>`;

/** The list's rows, each with what can be done about it. */
export function table(state, list) {
  const { row, kept } = views[list.view];
  return html`
    <table class="titles flow"><thead><tr><th scope="col">${t('mailOne')}</th><th scope="col">${t(kept ? 'mailWhyKept' : 'status')}</th><th scope="col">${t('mailWhen')}</th><th scope="col"><span class="vh">${t('mailDo')}</span></th></tr></thead>
    <tbody>${repeat(list.rows, one => one.id, one => row(state, list, one))}</tbody></table>`;
}

const icons = { waiting: 'clock', sent: 'check', refused: 'warn', given_up: 'warn' };
const marks = { waiting: 's-wait', sent: 's-idle', refused: 's-breach', given_up: 's-due' };

function writtenRow(state, list, row) {
  const words = row.state === 'sent' ? '' : row.words;
  const tries = row.state === 'waiting' && row.attempts > 0;
  return html`
    <tr><td class="subj">${row.ticket ? html`<a href=${ticketLink(row.ticket)}>${row.subject}</a>` : row.subject}<p>${t('mailKinds')[row.kind] ?? row.kind} ${t('repliedTo', row.recipient)}</p></td>
      <td><p class="mark ${marks[row.state]}">${icon(icons[row.state])}${t('deliveries')[row.state]}</p>${words ? html`<p class="small">${words}</p>` : nothing}
        ${tries ? html`<p class="small soft">${t('mailTries', row.attempts, clock(row.nextAt, state.now()))}</p>` : nothing}</td>
      <td class="nowrap soft">${clock(row.settledAt ?? row.writtenAt, state.now())}</td>
      <td>${row.state === 'sent' ? nothing : html`<button class="btn" ?disabled=${state.lostAt !== null} @click=${() => list.send(row)}>${t('mailAgain')}<span class="vh"> ${row.recipient}</span></button>`}</td></tr>`;
}

function keptRow(state, list, row) {
  const lost = state.lostAt !== null;
  const who = row.from || t('mailNobody');
  return html`
    <tr><td class="subj"><strong>${row.subject || t('mailNoSubject')}</strong><p>${who}, ${row.mailbox}</p></td>
      <td><p class="small">${t('mailReason', row.reason)}</p></td>
      <td class="nowrap soft">${clock(row.receivedAt, state.now())}</td>
      <td><div class="row"><button class="btn" ?disabled=${lost} @click=${() => list.take(row, false)}>${t('mailReadAgain')}<span class="vh"> ${who}</span></button>
        <button class="btn" ?disabled=${lost} @click=${() => list.take(row, true)}>${t('mailMakeTicket')}<span class="vh"> ${who}</span></button>
        <a class="small" href="/api/v1/mail/kept/${row.id}" download>${t('mailAsItCame')}<span class="vh"> ${who}</span></a></div></td></tr>`;
}
