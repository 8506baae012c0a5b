// One ticket: its timeline, a note to add, its properties beside it.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { alarm, tell } from './announce.js';
import { ask } from './api.js';
import { bytes, clock, duration, ticketLink } from './format.js';
import { Draft, composer } from './composer.js';
import { box, empty, loading } from './frame.js';
import { icon } from './icons.js';
import { whoAmI } from './me.js';
import { changeWords, conflictBox, partBox, properties, ties } from './properties.js';
import { handlingMarks, statusMark } from './tickets.js';
import { offerUndo } from './undo.js';
import { t } from './texts.js';

export class OneTicket {
  constructor(number, changed) {
    this.number = number;
    this.changed = changed;
    this.ticket = null;
    this.person = null;
    this.addressError = '';
    this.missing = false;
    this.failed = false;
    this.notice = null;
    this.conflict = null;
    this.tieError = '';
    this.words = { systems: [], categories: [], tags: [] };
    this.noteError = '';
    this.draft = new Draft(this.path, changed);
    this.templates = [];
  }

  /** Chooses what is written and goes there. */
  write(kind) {
    this.draft.choose(kind);
    this.changed();
    document.getElementById('note')?.focus();
  }

  get path() {
    return `api/v1/tickets/${encodeURIComponent(this.number)}`;
  }

  /** What systems, categories and tags there are to choose from. */
  async readWords() {
    this.draft.read();
    this.words = await ask('api/v1/ticket-words').catch(() => this.words);
    this.templates = (await ask('api/v1/templates').catch(() => ({ items: [] }))).items;
    this.changed();
  }

  async read() {
    try {
      this.ticket = await ask(this.path);
      const { person } = this.ticket.requester;
      this.person = person === null ? null : await ask(`api/v1/people/${person}`).catch(() => null);
      this.failed = false;
    } catch (refused) {
      this.missing = refused.status === 404 || refused.status === 400;
      this.failed = !this.missing;
    }
    this.changed();
  }

  /** Changes what I saw; whoever was faster is not overwritten. */
  async change(properties, { undoing = false } = {}) {
    const seen = this.ticket;
    const before = Object.fromEntries(Object.keys(properties).map(name => [name, seen[name]]));
    try {
      await ask(this.path, { method: 'PATCH', headers: { 'If-Match': `"${seen.version}"` }, body: properties });
      this.notice = null;
      this.conflict = null;
      if (undoing || !mayReturn(before)) tell(t('ticketSaved'));
      else offerUndo(t('ticketSaved'), () => this.change(before, { undoing: true }));
      await this.read();
    } catch (refused) {
      await this.read();
      if (refused.status === 412) this.clash(seen, properties);
      else this.fail(t('refusals')[refused.code]);
    }
  }

  fail(words) {
    this.notice = `${t('failedToDo')} ${words ?? t('failedToDoMore')}`;
    alarm(this.notice);
    this.changed();
  }

  /** Shows what others have done since I looked, beside what I wanted. */
  clash(seen, wanted) {
    const last = seen.timeline.at(-1)?.id ?? 0;
    this.conflict = { wanted, entries: this.ticket.timeline.filter(e => e.kind === 'change' && e.id > last) };
    alarm(`${t('conflictTitle')} ${t('conflictSaid')}`);
    this.changed();
    document.getElementById('conflict-h')?.focus();
  }

  /** Does what I wanted to the ticket as it is now. */
  async insist() {
    const { wanted } = this.conflict;
    this.conflict = null;
    await this.change(wanted);
  }

  giveWay() {
    for (const name of Object.keys(this.conflict.wanted)) {
      const field = document.getElementById(`p-${name}`);
      if (field?.type === 'text') field.value = this.ticket[name] ?? '';
    }
    this.conflict = null;
    this.changed();
  }

  /** A restricted ticket is always somebody's: mine, when it is nobody's. */
  restrict(restricted) {
    const mine = restricted && !this.ticket.assignee && whoAmI();
    return this.change(mine ? { restricted, assignee: mine } : { restricted });
  }

  /** Ties the ticket to another (links, merged-into) or takes the tie away. */
  tie(how, other, tied) {
    return this.tied(this.path, how, other, tied);
  }

  /** Takes a part out of this ticket. */
  takeOut(part) {
    return this.tied(`api/v1/tickets/${encodeURIComponent(part)}`, 'merged-into', this.number, false);
  }

  async tied(path, how, other, tied) {
    const order = is => ask(`${path}/${how}/${encodeURIComponent(other)}`, { method: is ? 'PUT' : 'DELETE' });
    try {
      await order(tied);
      this.tieError = '';
      offerUndo(t(tied ? 'tieMade' : 'tieGone'), async () => {
        await order(!tied).catch(() => null);
        await this.read();
      });
    } catch (refused) {
      this.tieError = t('refusals')[refused.code] ?? t('failedToDoMore');
      alarm(this.tieError);
    }
    await this.read();
  }

  /** Moves a mail to a ticket of its own and goes there. */
  async split(entry) {
    try {
      const { ticket } = await ask(`${this.path}/mails/${entry}/split`, { method: 'POST', body: {} });
      tell(t('mailMoved', ticket));
      location.hash = `#/tickets/${ticket}`;
    } catch (refused) {
      this.notice = refused.code === 'not_to_split' ? t('mailNotMoved') : `${t('failedToDo')} ${t('failedToDoMore')}`;
      alarm(this.notice);
      await this.read();
    }
  }

  /** The requester writes from another address too. */
  async addAddress(event) {
    event.preventDefault();
    const field = event.target.elements.address;
    const address = field.value.trim();
    if (!/^[^\s@]+@[^\s@]+$/.test(address)) {
      this.addressError = t('addressWrong');
      this.changed();
      field.focus();
      return;
    }
    try {
      await ask(`api/v1/people/${this.person.id}/addresses`, { method: 'POST', body: { address } });
      this.addressError = '';
      field.value = '';
      tell(t('addressAdded', this.person.name, address));
    } catch {
      this.addressError = `${t('failedToDo')} ${t('failedToDoMore')}`;
      alarm(this.addressError);
    }
    await this.read();
  }

  async addNote(event) {
    event.preventDefault();
    if (!this.draft.text.trim()) {
      this.noteError = t('noteEmpty');
      this.changed();
      document.getElementById('note').focus();
      return;
    }
    try {
      await ask(`${this.path}/messages`, { method: 'POST', body: { kind: this.draft.kind, text: this.draft.text } });
      this.draft.sent();
      this.noteError = '';
      tell(t(this.draft.kind === 'reply' ? 'replyWaits' : 'noteSaved'));
    } catch (refused) {
      // The text stays in the field
      this.noteError = refused.code === 'no_address' ? t('noAddress') : `${t('failedToDo')} ${t('failedToDoMore')}`;
      alarm(this.noteError);
    }
    await this.read();
  }
}

/** A ticket that was new stays what it has become. */
const mayReturn = before => before.status !== 'new';

export function ticketPage(state, one, technicians) {
  if (one.missing) return html`<h1 class="vh">${one.number}</h1><section class="card">${empty('isNew', t('noSuchTicket'), t('noSuchTicketMore'))}</section>`;
  const ticket = one.ticket;
  if (!ticket) {
    return html`<h1 class="vh">${one.number}</h1><section class="card" aria-busy="true">${one.failed ? box('due', t('failedToRead'), t('failedToReadMore')) : loading()}</section>`;
  }
  const removed = new Set(ticket.timeline.filter(e => e.kind === 'voice_message.removed').map(e => e.facts.attachment));
  return html`
    <p class="small soft"><a href="#/tickets">${t('tickets')}</a></p>
    <div class="head"><h1><span class="soft">${ticket.number}</span> ${ticket.subject}</h1><span class="row">${statusMark(ticket)}${handlingMarks(ticket)}</span></div>
    ${partBox(state, one)}
    ${conflictBox(state, one, technicians)}
    ${one.notice ? box('due', one.notice, '') : nothing}
    ${one.failed ? box('due', t('failedToRead'), t('failedToReadMore')) : nothing}
    <div class="two case">
      <div class="stack">
        <p class="small soft">${t('oldestFirst')}</p>
        <ol class="tl" aria-label=${t('timeline')}>${repeat(ticket.timeline, e => e.id, e => entry(state, one, e, technicians, removed))}</ol>
        ${composer(state, one, technicians)}
      </div>
      <aside class="card side" aria-label=${t('aboutTicket')}>${properties(state, one, technicians)}${requester(state, one)}${ties(state, one)}</aside>
    </div>`;
}

const icons = { 'call.message': 'phone', 'call.answered': 'phone', 'call.met_full': 'away', 'callback.promised': 'promise', 'call.ended': 'off' };

/** Pieces of a mail's text, in order; a folded one is history or a signature. */
export function pieces(text, folds) {
  const found = [];
  let at = 0;
  for (const fold of (folds ?? '').split(',').filter(Boolean)) {
    const [from, to] = fold.split('-').map(Number);
    found.push({ words: text.slice(at, from), folded: false }, { words: text.slice(from, to), folded: true });
    at = to;
  }
  found.push({ words: text.slice(at), folded: false });
  return found.filter(piece => piece.words.trim());
}

const paragraphs = words => words.split('\n').filter(Boolean).map(line => html`<p>${line}</p>`);

const body = e => pieces(e.text, e.facts.folds).map(piece => piece.folded
  ? html`<details class="more"><summary>${icon('right')}${t('mailHistory')}</summary><blockquote>${paragraphs(piece.words)}</blockquote></details>`
  : paragraphs(piece.words));

/** What came with an entry, to be saved: nothing that a stranger has sent is opened here. */
function files(ticket, e) {
  const brought = ticket.files.filter(file => file.entry === e.id);
  const mail = `/api/v1/tickets/${e.facts.ticket ?? ticket.number}/mails/${e.id}`;
  return html`${brought.length === 0 ? nothing : html`<ul class="row" aria-label=${t('files')}>${brought.map(file => html`
      <li>${file.path === null ? html`<span class="file">${file.name}, ${bytes(file.sizeBytes)}, ${t('fileInMail')}</span>`
        : html`<a class="file" href=${file.path} download=${file.name}>${icon('file')}${file.name}, ${bytes(file.sizeBytes)}</a>`}</li>`)}</ul>`}
    ${e.kind === 'mail' ? html`<p class="small row">${e.facts.formatted ? html`<a href="${mail}/page" target="_blank" rel="noopener">${t('mailFormatted')}</a>` : nothing}
      <a href=${mail} download>${t('mailAsItCame')}</a></p>` : nothing}`;
}

/** Why a mail stands on this ticket, and the way to move it from here when it should not. */
function whyHere(state, one, e) {
  const words = t('mailWhy')[e.facts.why];
  if (e.kind !== 'mail') return nothing;
  const { splitFrom, movedTo, follows, mailboxes } = e.facts;
  return html`
    ${mailboxes?.includes(', ') ? html`<p class="small soft">${t('mailboxes', mailboxes)}</p>` : nothing}
    ${follows ? html`<p class="small"><span class="soft">${t('mailFollows')}</span> <a href=${ticketLink(follows)}>${follows}</a></p>` : nothing}
    ${words ? html`<p class="small row"><span class="soft">${words}${e.facts.someoneNew ? html`, <strong>${t('mailSomeoneNew')}</strong>` : nothing}</span>
      ${splitFrom ? html`<a href=${ticketLink(splitFrom)}>${splitFrom}</a>`
        : movedTo ? html`<span>${t('mailMovedTo')} <a href=${ticketLink(movedTo)}>${movedTo}</a></span>`
          : html`<button type="button" class="btn" ?disabled=${state.lostAt !== null} @click=${() => one.split(e.id)}>${t('mailMove')}</button>`}</p>` : nothing}`;
}

function entry(state, one, e, technicians, removed) {
  const ticket = one.ticket;
  const by = technicians.get(e.by) ?? t('byWhom')[e.by] ?? e.by;
  if (e.kind === 'note' || e.kind === 'mail' || e.kind === 'reply') {
    const note = e.kind === 'note';
    return html`
      <li><span class="dot">${icon(note ? 'pen' : 'mail')}</span><article class="card msg ${note ? 'note' : ''}">
        <header><span class="strong">${e.kind === 'mail' ? e.facts.from : by}</span>${e.kind === 'reply' ? html`<p>${t('repliedTo', e.facts.to)}</p>${delivery(e.facts)}` : nothing}${note ? html`<p>${t('internalNote')}</p>` : nothing}${ofPart(e)}<p class="push">${clock(e.at, state.now())}</p></header>
        <div class="body">${e.facts.flaw ? html`<p class="soft">${t('mailFlaw', e.facts.flaw)}</p>` : nothing}${body(e)}${files(ticket, e)}${whyHere(state, one, e)}</div></article></li>`;
  }
  if (e.kind === 'voice_message') return voiceMessage(state, e, e.facts.ticket ?? ticket.number, removed);
  if (e.kind === 'change' && e.facts.property !== 'mail') {
    return html`
      <li class="chg"><span class="dot">${icon('pen')}</span>
        <span>${by} ${changeWords(e.facts, technicians)}. <span class="nowrap">${clock(e.at, state.now())}</span></span></li>`;
  }
  const name = id => technicians.get(id) ?? id;
  const facts = { ...e.facts, technician: name(e.facts.technician), technicians: e.facts.technicians?.split(/,\s*/).map(name).join(', ') };
  const outcome = t('outcomes')[facts.outcome];
  return html`
    <li class="chg"><span class="dot">${icon(icons[e.kind] ?? 'clock')}</span>
      <span>${t('entry', e.kind, by, facts)}${outcome ? html`, ${outcome.toLowerCase()}` : nothing}. ${e.text ? html`${e.text} ` : nothing}<span class="nowrap">${clock(e.at, state.now())}</span></span></li>`;
}

/** An entry of a ticket that was merged into this one says so. */
const ofPart = e => (e.facts.ticket ? html`<p class="soft">${t('ofPart')} <a href=${ticketLink(e.facts.ticket)}>${e.facts.ticket}</a></p>` : nothing);

/** What the caller left to be heard; its sound is fetched when somebody wants it. */
function voiceMessage(state, e, number, removed) {
  const path = `api/v1/tickets/${encodeURIComponent(number)}/attachments/${encodeURIComponent(e.facts.attachment)}`;
  return html`
    <li><span class="dot">${icon('phone')}</span><article class="card msg">
      <header><span class="strong">${t('voiceMessage')}</span><p>${duration(Number(e.facts.seconds))}</p><p class="push">${clock(e.at, state.now())}</p></header>
      <div class="body">${removed.has(e.facts.attachment) ? html`<p class="soft">${t('voiceMessageRemoved')}</p>` : html`
        <audio controls preload="none" src=${path} aria-label=${t('voiceMessagePlay', duration(Number(e.facts.seconds)))}></audio>
        <p><a href=${path} download=${`${number}-${e.facts.attachment}.wav`}>${t('voiceMessageSave')}</a></p>`}</div></article></li>`;
}

/** What became of a mail we wrote; a server's refusal in its own words. */
function delivery(facts) {
  const words = t('deliveries')[facts.delivery];
  const wrong = facts.delivery === 'refused' || facts.delivery === 'given_up';
  return words ? html`<p class=${wrong ? 'err' : 'soft'}>${words}${facts.delivery !== 'sent' && facts.server ? `: ${facts.server}` : nothing}</p>` : nothing;
}

/** The number that the ticket's last call showed, where there is one. */
function callBackLink(ticket) {
  const shown = ticket.timeline.map(e => e.facts.number).filter(Boolean).at(-1) ?? '';
  return `#/promises/new?${new URLSearchParams({ ticket: ticket.number, number: shown, now: '' })}`;
}

function requester(state, one) {
  const ticket = one.ticket;
  const lost = state.lostAt !== null;
  return html`
    <section><h2>${t('requester')}</h2>${ticket.requester.name
      ? html`<p class="strong">${ticket.requester.name}</p><p>${ticket.requester.department}</p>`
      : html`<p class="soft">${t('unknownRequester')}</p>`}
      ${one.person ? addresses(one, lost) : nothing}
      <p><a class="btn" href=${callBackLink(ticket)}>${icon('phone')}${t('callRequester')}</a></p></section>`;
}

/** Where the requester writes from; that two known people are one is said here. */
const addresses = (one, lost) => html`
  ${one.person.addresses.map(address => html`<p class="small soft">${address}</p>`)}
  <details class="more"><summary>${icon('right')}${t('addressMore')}</summary>
    <form class="me" novalidate @submit=${event => one.addAddress(event)}>
      <label for="address">${t('addressOther')}</label>
      ${one.addressError ? html`<p class="err" id="address-error">${icon('warn')}${one.addressError}</p>` : nothing}
      <input class="in" type="email" id="address" name="address" maxlength="254" autocomplete="off"
        aria-invalid=${one.addressError ? 'true' : nothing} aria-describedby=${one.addressError ? 'address-error address-hint' : 'address-hint'}>
      <p class="hint" id="address-hint">${t('addressHint')}</p>
      <button class="btn" ?disabled=${lost}>${t('addressAdd')}</button>
    </form></details>`;
