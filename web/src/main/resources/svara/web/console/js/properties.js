// What a ticket is: chosen and changed where it stands. Two people never overwrite each other in silence.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { clock, ticketLink } from './format.js';
import { icon } from './icons.js';
import { statusMark } from './tickets.js';
import { t } from './texts.js';

const NUMBER = /(\d{4}-\d{6,9})/;

/** What one line of the timeline says that somebody changed. */
export function changeWords(facts, names) {
  const shown = value => valueWords(facts.property, value, names);
  return t('changed_', facts.property, shown(facts.from ?? ''), shown(facts.to ?? ''), facts.ticket ?? '');
}

/** A property's value as people say it. */
export function valueWords(property, value, names) {
  if (property === 'status') return t('statuses')[value] ?? value;
  if (property === 'priority') return t('priorities')[value] ?? value;
  if (property === 'assignee') return value ? names.get(value) ?? value : t('nobody');
  return Array.isArray(value) ? value.join(', ') : value ?? '';
}

/** Others have been faster: what they did, what I wanted, and the way to do mine all the same. */
export function conflictBox(state, one, names) {
  if (!one.conflict) return nothing;
  const { wanted, entries } = one.conflict;
  return html`
    <section class="box s-due" aria-labelledby="conflict-h">${icon('warn')}<div>
      <h2 id="conflict-h" tabindex="-1">${t('conflictTitle')}</h2>
      <ul>${entries.map(e => html`<li>${names.get(e.by) ?? t('byWhom')[e.by] ?? e.by} ${changeWords(e.facts, names)}, ${clock(e.at, state.now())}</li>`)}</ul>
      <p>${t('conflictMine')} ${Object.entries(wanted).map(([property, value]) => t('wanted_', property, valueWords(property, value, names))).join(', ')}</p>
      <p class="row"><button class="btn btn-main" ?disabled=${state.lostAt !== null} @click=${() => one.insist()}>${t('conflictInsist')}</button>
        <button class="btn" @click=${() => one.giveWay()}>${t('conflictGiveWay')}</button></p></div></section>`;
}

/** A part says of what, and can be taken out. */
export const partBox = (state, one) => (one.ticket.mergedInto === null ? nothing : html`
  <div class="box s-wait">${icon('isClosed')}<span>${t('isPartOf')} <a href=${ticketLink(one.ticket.mergedInto)}>${one.ticket.mergedInto}</a></span>
    <button class="btn push" ?disabled=${state.lostAt !== null} @click=${() => one.tie('merged-into', one.ticket.mergedInto, false)}>${t('takeOut')}</button></div>`);

const select = (one, name, label, value, options, lost) => html`
  <dt><label for="p-${name}">${label}</label></dt>
  <dd><select class="in" id="p-${name}" ?disabled=${lost} .value=${live(value)} @change=${event => one.change({ [name]: event.target.value || null })}>
    ${options.map(([key, words]) => html`<option value=${key} ?selected=${key === value}>${words}</option>`)}</select></dd>`;

/** What is typed here stays while the page redraws each second: it is saved when the field is left. */
const chosen = (one, name, label, list, lost) => html`
  <dt><label for="p-${name}">${label}</label></dt>
  <dd><input class="in" id="p-${name}" list="p-${name}-list" maxlength="60" autocomplete="off" ?disabled=${lost} .value=${one.ticket[name] ?? ''}
      @change=${event => one.change({ [name]: event.target.value.trim() || null })}>
    <datalist id="p-${name}-list">${list.map(word => html`<option value=${word}></option>`)}</datalist></dd>`;

export const properties = (state, one, names) => {
  const { ticket } = one;
  const lost = state.lostAt !== null;
  return html`
    <section><dl class="props">
      ${select(one, 'status', t('status'), ticket.status, Object.entries(t('statuses')), lost)}
      ${select(one, 'assignee', t('assignee'), ticket.assignee ?? '', [['', t('nobody')], ...names], lost)}
      ${select(one, 'priority', t('priority'), ticket.priority, Object.entries(t('priorities')), lost)}
      ${chosen(one, 'system', t('system'), one.words.systems, lost)}
      ${chosen(one, 'category', t('category'), one.words.categories, lost)}
      <dt><label for="p-tag">${t('tags')}</label></dt><dd>${tags(one, lost)}</dd>
      <dt>${t('cameBy')}</dt><dd>${ticket.kind === 'missed_call' ? t('missedCall') : t('channels')[ticket.channel]}</dd>
      ${ticket.queue ? html`<dt>${t('ticketLine')}</dt><dd>${state.queues?.find(q => q.name === ticket.queue)?.title ?? ticket.queue}</dd>` : nothing}
      <dt>${t('openedAt')}</dt><dd>${clock(ticket.openedAt, state.now())}</dd>
    </dl>
    <label class="row tight"><input class="check" type="checkbox" id="p-restricted" ?disabled=${lost} .checked=${live(ticket.restricted)}
      aria-describedby="p-restricted-hint" @change=${event => one.restrict(event.target.checked)}>${t('restricted')}</label>
    <p class="hint" id="p-restricted-hint">${t('restrictedHint')}</p></section>`;
};

const tags = (one, lost) => html`
  ${one.ticket.tags.length === 0 ? nothing : html`<ul class="row tight tags">${one.ticket.tags.map(tag => html`
    <li class="tag">${tag}<button type="button" class="btn btn-icon btn-bare" ?disabled=${lost} aria-label=${t('tagRemove', tag)}
      @click=${() => one.change({ tags: one.ticket.tags.filter(other => other !== tag) })}>${icon('cross')}</button></li>`)}</ul>`}
  <form class="row tight" @submit=${event => addTag(event, one)}>
    <input class="in" id="p-tag" name="tag" list="p-tag-list" maxlength="40" autocomplete="off" ?disabled=${lost}>
    <datalist id="p-tag-list">${one.words.tags.map(word => html`<option value=${word}></option>`)}</datalist>
    <button class="btn" ?disabled=${lost}>${t('tagAdd')}</button></form>`;

function addTag(event, one) {
  event.preventDefault();
  const field = event.target.elements.tag;
  const tag = field.value.replaceAll(',', ' ').trim();
  field.value = '';
  if (tag && !one.ticket.tags.includes(tag)) one.change({ tags: [...one.ticket.tags, tag] });
}

export const ties = (state, one) => {
  const { ticket } = one;
  const lost = state.lostAt !== null;
  return html`
    <section aria-labelledby="ties-h"><h2 id="ties-h">${t('ties')}</h2>
      ${list(one, ticket.linked, 'links', 'unlink', lost)}
      ${ticket.parts.length ? html`<h3>${t('parts')}</h3>${list(one, ticket.parts, 'part', 'takeOut', lost)}` : nothing}
      <form class="me" novalidate @submit=${event => tie(event, one)}>
        <label for="tie">${t('tieTo')}</label>
        ${one.tieError ? html`<p class="err" id="tie-error">${icon('warn')}${one.tieError}</p>` : nothing}
        <input class="in" id="tie" name="tie" maxlength="60" autocomplete="off" placeholder="2026-000123"
          aria-invalid=${one.tieError ? 'true' : nothing} aria-describedby=${one.tieError ? 'tie-error' : nothing}>
        <span class="row"><button class="btn" name="how" value="links" ?disabled=${lost}>${t('link_')}</button>
          ${ticket.mergedInto === null ? html`<button class="btn" name="how" value="merged-into" ?disabled=${lost}>${t('mergeInto')}</button>` : nothing}</span>
      </form></section>`;
};

const list = (one, rows, how, words, lost) => (rows.length === 0 ? nothing : html`
  <ul class="list">${rows.map(row => html`
    <li class="tie"><span><a href=${ticketLink(row.number)}>${row.number}</a> ${row.subject} ${statusMark(row)}</span>
      <button type="button" class="btn btn-bare" ?disabled=${lost} aria-label=${t(`${words}Of`, row.number)}
        @click=${() => (how === 'part' ? one.takeOut(row.number) : one.tie('links', row.number, false))}>${t(words)}</button></li>`)}</ul>`);

function tie(event, one) {
  event.preventDefault();
  const field = event.target.elements.tie;
  const number = NUMBER.exec(field.value)?.[1];
  if (!number) {
    one.tieError = t('tieEmpty');
    one.changed();
    field.focus();
    return;
  }
  field.value = '';
  one.tie(event.submitter?.value ?? 'links', number, true);
}
