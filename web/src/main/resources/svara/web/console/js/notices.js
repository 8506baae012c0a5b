// What people switch on for all callers of a line: closed now, and the outage message.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock } from './format.js';
import { icon } from './icons.js';
import { t } from './texts.js';

const WHO = (queue, by) => queue.technicians.find(tech => tech.id === by)?.name ?? t('byWhom')[by] ?? by;

/** What is on, with the way back; nothing on an ordinary day. */
export function notices(state, queue, page, stale) {
  const { closedNow, outage } = queue;
  return html`
    ${closedNow ? html`
      <div class="box s-due">${icon('off')}<span><strong>${t('closedByHand', clock(closedNow.since, state.now()), WHO(queue, closedNow.by))}</strong>
        ${closedNow.until ? t('opensAgain', clock(closedNow.until, state.now())) : t('opensWhenOpened')} ${closedNow.reason}</span>
        <button class="btn push" ?disabled=${stale} @click=${() => page.closeNow(queue, { closed: false })}>${t('openAgain')}</button></div>` : nothing}
    ${outage ? html`
      <div class="box s-due">${icon('warn')}<span><strong>${t('outageOn', clock(outage.since, state.now()), WHO(queue, outage.by))}</strong> ${t('outageMeans')} ${outage.reason}</span>
        <button class="btn push" ?disabled=${stale} @click=${() => page.outage(queue, { on: false })}>${t('outageOff')}</button></div>` : nothing}`;
}

export const lineMenu = (queue, page, stale) => queue.closedNow && queue.outage ? nothing : html`
  <details class="menu"><summary class="btn btn-bare" aria-label=${t('changeLine', queue.title)}>${t('duty')}${icon('down')}</summary>
    <div class="pop wide">
      ${queue.closedNow ? nothing : closeForm(queue, page, stale)}
      ${queue.outage ? nothing : outageForm(queue, page, stale)}
    </div></details>`;

const closeForm = (queue, page, stale) => html`
  <form class="reason" @submit=${event => close(event, queue, page)}>
    <label for="until-${queue.name}">${t('closeUntil')}</label>
    <input class="in" type="time" id="until-${queue.name}" name="until">
    <label for="closed-${queue.name}">${t('reasonForColleagues')}</label>
    <input class="in" id="closed-${queue.name}" name="reason" maxlength="200" autocomplete="off">
    <button class="btn" ?disabled=${stale}>${icon('off')}${t('closeNow')}</button>
  </form>`;

const outageForm = (queue, page, stale) => html`
  <form class="reason" @submit=${event => turnOn(event, queue, page)}>
    <label for="outage-${queue.name}">${t('outageAbout')}</label>
    <input class="in" id="outage-${queue.name}" name="reason" maxlength="200" autocomplete="off">
    <button class="btn" ?disabled=${stale}>${icon('warn')}${t('outageTurnOn')}</button>
    <p class="hint">${t('outageHint')}</p>
  </form>`;

function close(event, queue, page) {
  event.preventDefault();
  const { until, reason } = event.target.elements;
  const order = { closed: true, reason: reason.value.trim() };
  if (until.value) order.until = nextTime(until.value).toISOString();
  done(event);
  page.closeNow(queue, order);
}

/** That time today, or tomorrow when it has passed. */
function nextTime(text) {
  const [hours, minutes] = text.split(':').map(Number);
  const at = new Date();
  at.setHours(hours, minutes, 0, 0);
  if (at.getTime() <= Date.now()) at.setDate(at.getDate() + 1);
  return at;
}

function turnOn(event, queue, page) {
  event.preventDefault();
  const reason = event.target.elements.reason.value.trim();
  done(event);
  page.outage(queue, { on: true, reason });
}

function done(event) {
  const menu = event.target.closest('details');
  event.target.reset();
  // Where the hand was goes away with the menu
  menu.querySelector('summary').focus();
  menu.open = false;
}
