// Whether a technician takes calls: signed on, paused with a reason, or off duty.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { icon } from './icons.js';
import { t } from './texts.js';

export const dutyMenu = (page, tech, stale) => html`
  <details class="menu duty"><summary class="btn btn-bare" aria-label=${t('dutyFor', tech.name)}>${t('duty')}${icon('down')}</summary>
    <div class="pop">
      ${tech.state === 'wrap_up' ? html`<button class="btn" ?disabled=${stale} @click=${() => page.wrapUp(tech, 0)}>${icon('check')}${t('endWrapUp')}</button>` : nothing}
      ${tech.duty === 'on' ? nothing : order(page, tech, 'on', 'check', stale)}
      ${tech.duty === 'paused' ? nothing : pause(page, tech, stale)}
      ${tech.duty === 'off' ? nothing : order(page, tech, 'off', 'off', stale)}
    </div></details>`;

const order = (page, tech, state, name, stale) => html`
  <button class="btn" ?disabled=${stale} @click=${() => page.duty(tech, state)}>${icon(name)}${t('dutyOrders')[state]}</button>`;

function pause(page, tech, stale) {
  const id = `reason-${tech.queue.name}-${tech.id}`;
  return html`
    <form class="reason" @submit=${event => submit(event, page, tech)}>
      <label for=${id}>${t('pauseReason')}</label>
      <input class="in" id=${id} name="reason" maxlength="80" autocomplete="off">
      <button class="btn" ?disabled=${stale}>${icon('pause')}${t('dutyOrders').paused}</button>
    </form>`;
}

function submit(event, page, tech) {
  event.preventDefault();
  const field = event.target.elements.reason;
  const reason = field.value.trim();
  field.value = '';
  event.target.closest('details').open = false;
  page.duty(tech, 'paused', reason);
}
