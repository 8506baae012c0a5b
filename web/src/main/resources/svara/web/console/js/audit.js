// Who saw and changed what, newest first.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { ask } from './api.js';
import { clock } from './format.js';
import { box, empty, loading } from './frame.js';
import { t } from './texts.js';

export class AuditLog {
  constructor(changed) {
    this.changed = changed;
    this.items = null;
    this.next = null;
    this.who = '';
    this.failed = false;
  }

  async read(more = false) {
    const asked = new URLSearchParams({ limit: 50 });
    if (this.who) asked.set('who', this.who);
    if (more && this.next) asked.set('cursor', this.next);
    try {
      const page = await ask(`api/v1/audit?${asked}`);
      this.items = more ? this.items.concat(page.items) : page.items;
      this.next = page.next;
      this.failed = false;
    } catch {
      this.items ??= [];
      this.failed = true;
    }
    this.changed();
  }

  show(event) {
    event.preventDefault();
    this.who = event.target.elements.who.value.trim().toLowerCase();
    this.read();
  }
}

const facts = entry => Object.entries(entry.facts).map(([key, value]) => `${key}: ${value}`).join(', ');

export const auditPage = (state, log) => html`
  <div class="head"><h1>${t('auditLog')}</h1></div>
  <form class="row pad" @submit=${event => log.show(event)}>
    <label for="who">${t('auditWho')}</label>
    <input class="in" id="who" name="who" maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false" .value=${live(log.who)}>
    <button class="btn">${t('show')}</button></form>
  ${log.failed ? box('breach', t('failedToDo'), t('failedToDoMore')) : nothing}
  ${log.items === null ? loading() : log.items.length === 0 ? empty('check', t('auditEmpty'), '') : html`
    <section class="card" aria-label=${t('auditLog')}>
      <table class="flow"><thead><tr><th scope="col">${t('when')}</th><th scope="col">${t('auditWho')}</th><th scope="col">${t('auditWhat')}</th>
        <th scope="col">${t('auditAbout')}</th><th scope="col">${t('auditFrom')}</th></tr></thead>
      <tbody>${log.items.map(entry => html`
        <tr><td>${clock(entry.at, state.now())}</td><th scope="row">${entry.who === 'operator' ? t('operator') : entry.who || t('nobodySignedIn')}</th>
          <td>${t('auditActions')[entry.action] ?? entry.action}</td>
          <td class="wrap">${entry.about}${facts(entry) ? html` <span class="soft small">${facts(entry)}</span>` : nothing}</td>
          <td>${entry.address}</td></tr>`)}</tbody></table>
    </section>
    ${log.next ? html`<p><button class="btn" @click=${() => log.read(true)}>${t('showMore')}</button></p>` : nothing}`}`;
