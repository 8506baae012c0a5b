// Texts that replies begin from: their fields, and the page where they are kept.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { alarm } from './announce.js';
import { ask } from './api.js';
import { box, empty, loading } from './frame.js';
import { icon } from './icons.js';
import { t } from './texts.js';
import { offerUndo } from './undo.js';
import { signedIn } from './who.js';

/** What words in braces stand for, in either language. */
const fields = (ticket, names) => {
  const me = signedIn();
  const mine = names.get(me?.technician) || me?.fullName || me?.name || '';
  const values = { name: ticket.requester.name, number: ticket.number, subject: ticket.subject, technician: mine, department: ticket.requester.department, system: ticket.system ?? '' };
  return new Map(Object.entries(t('templateFields')).flatMap(([field, word]) => [[word, values[field]], [field, values[field]]]));
};

/** The text with its fields filled; one that has no value stays to be seen. */
export function fill(body, ticket, names) {
  const known = fields(ticket, names);
  return body.replace(/\{([\p{L}]+)\}/gu, (whole, word) => known.get(word.toLowerCase()) || whole);
}

export class Templates {
  constructor(changed) {
    this.changed = changed;
    this.rows = null;
    this.failed = false;
    this.editing = null;
    this.error = '';
  }

  async read() {
    try {
      this.rows = (await ask('api/v1/templates')).items;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.changed();
  }

  edit(row) {
    this.editing = row ?? { id: null, title: '', body: '' };
    this.error = '';
    this.changed();
    document.getElementById('template-title').focus();
  }

  cancel() {
    this.editing = null;
    this.changed();
    document.getElementById('template-add').focus();
  }

  async save(event) {
    event.preventDefault();
    const title = event.target.elements.title.value.trim();
    const body = event.target.elements.body.value.trim();
    const { id } = this.editing;
    if (!title || !body) {
      this.error = 'templateEmpty';
      this.changed();
      document.getElementById(title ? 'template-body' : 'template-title').focus();
      return;
    }
    const before = this.rows.find(row => row.id === id);
    await this.act(async () => {
      const saved = await put(id, { title, body });
      this.editing = null;
      offerUndo(t('templateSaved', title), () => this.act(() => (before ? put(id, before) : remove(saved.id))));
    });
    if (this.editing === null) document.getElementById('template-add').focus();
  }

  remove(row) {
    return this.act(async () => {
      await remove(row.id);
      offerUndo(t('templateRemoved', row.title), () => this.act(() => put(null, row)));
    });
  }

  async act(what) {
    try {
      await what();
      this.error = '';
    } catch {
      this.error = 'failedToDo';
      alarm(`${t('failedToDo')} ${t('failedToDoMore')}`);
    }
    await this.read();
  }
}

const put = (id, { title, body }) => (id === null
  ? ask('api/v1/templates', { method: 'POST', body: { title, body } })
  : ask(`api/v1/templates/${id}`, { method: 'PUT', body: { title, body } }));
const remove = id => ask(`api/v1/templates/${id}`, { method: 'DELETE' });

export const templatesPage = (state, list) => html`
  <div class="head"><h1>${t('templates')}</h1><button class="btn btn-main push" id="template-add" @click=${() => list.edit(null)}>${icon('pen')}${t('templateAdd')}</button></div>
  <p class="soft small">${t('templatesMore')} ${Object.values(t('templateFields')).map(word => `{${word}}`).join(' ')}</p>
  ${list.failed ? box('due', t('failedToRead'), t('failedToReadMore')) : nothing}
  ${list.editing ? form(state, list) : nothing}
  <section class="card" aria-label=${t('templates')} aria-busy=${list.rows ? nothing : 'true'}>
    ${list.rows === null ? loading() : list.rows.length === 0 ? empty('mail', t('templatesNone'), t('templatesNoneMore')) : html`
      <ul class="list">${list.rows.map(row => html`
        <li class="tie pad"><div><h2 class="small">${row.title}</h2><p class="soft small lines">${row.body}</p></div>
          <span class="row"><button class="btn" ?disabled=${state.lostAt !== null} aria-label=${t('templateChange', row.title)} @click=${() => list.edit(row)}>${t('change')}</button>
            <button class="btn" ?disabled=${state.lostAt !== null} aria-label=${t('templateRemove', row.title)} @click=${() => list.remove(row)}>${t('unlink')}</button></span></li>`)}</ul>`}
  </section>`;

const form = (state, list) => html`
  <form class="card pad narrow" novalidate @submit=${event => list.save(event)}>
    ${list.error ? html`<p class="err" id="template-error">${icon('warn')}${t(list.error)}</p>` : nothing}
    <div><label for="template-title">${t('templateTitle')}</label>
      <input class="in" id="template-title" name="title" maxlength="80" autocomplete="off" .value=${live(list.editing.title)}
        aria-invalid=${list.error ? 'true' : nothing} aria-describedby=${list.error ? 'template-error' : nothing} @input=${event => { list.editing = { ...list.editing, title: event.target.value }; }}></div>
    <div><label for="template-body">${t('templateBody')}</label>
      <textarea class="in" id="template-body" name="body" maxlength="20000" .value=${live(list.editing.body)} @input=${event => { list.editing = { ...list.editing, body: event.target.value }; }}></textarea></div>
    <div class="row"><button class="btn btn-main" ?disabled=${state.lostAt !== null}>${t('save')}</button>
      <button type="button" class="btn btn-bare" @click=${() => list.cancel()}>${t('cancel')}</button></div>
  </form>`;
