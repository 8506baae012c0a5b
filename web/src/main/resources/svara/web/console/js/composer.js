// Where a reply or a note is written. What is written is kept by the server: a closed browser loses nothing.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { ask } from './api.js';
import { clock } from './format.js';
import { icon } from './icons.js';
import { fill } from './templates.js';
import { t } from './texts.js';

const PAUSE_MS = 800;

/** What somebody writes on one ticket. */
export class Draft {
  constructor(path, changed) {
    this.path = `${path}/draft`;
    this.changed = changed;
    this.kind = 'note';
    this.text = '';
    this.savedAt = null;
    this.failed = false;
    this.timer = 0;
    this.touched = false;
  }

  /** What was written before, unless somebody writes already. */
  async read() {
    const kept = await ask(this.path).catch(() => null);
    if (!kept || this.touched) return;
    this.kind = kept.kind;
    this.text = kept.text;
    this.savedAt = kept.savedAt;
    this.changed();
  }

  write(text) {
    this.text = text;
    this.keepSoon();
  }

  choose(kind) {
    if (this.kind !== kind && this.text) this.keepSoon();
    this.kind = kind;
    this.touched = true;
  }

  keepSoon() {
    this.touched = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE_MS);
  }

  async keep() {
    clearTimeout(this.timer);
    this.timer = 0;
    try {
      await ask(this.path, { method: 'PUT', body: { kind: this.kind, text: this.text } });
      this.savedAt = this.text.trim() ? new Date().toISOString() : null;
      this.failed = false;
    } catch {
      // What is written stays in the field, and is kept when the server is back or more is written
      this.failed = true;
    }
    this.changed();
  }

  /** Leaving the page: what is not kept yet is, at once. */
  leave() {
    if (this.timer) this.keep();
  }

  /** It is sent: the server keeps it no longer. */
  sent() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.text = '';
    this.savedAt = null;
    this.failed = false;
  }
}

const standing = (state, draft) => {
  if (draft.failed) return t('draftNotKept');
  return draft.savedAt && draft.text.trim() ? t('draftKept', clock(draft.savedAt, state.now())) : nothing;
};

export const composer = (state, one, technicians) => html`
  <form class="card reply" @submit=${event => one.addNote(event)}>
    <div class="bar"><div class="seg" role="radiogroup" aria-label=${t('whatToWrite')}>${['reply', 'note'].map(kind => html`
      <label><input type="radio" name="kind" value=${kind} .checked=${live(one.draft.kind === kind)} @change=${() => one.write(kind)}><span>${t('writings')[kind]}</span></label>`)}</div>
      <label class="vh" for="note">${t('writings')[one.draft.kind]}</label>
      ${one.templates.length === 0 ? nothing : html`
        <label class="vh" for="template">${t('template')}</label>
        <select class="in" id="template" @change=${event => insert(event, one, technicians)}>
          <option value="">${t('templateChoose')}</option>
          ${one.templates.map(template => html`<option value=${template.id}>${template.title}</option>`)}</select>`}
      <span class="small soft push">${one.draft.kind === 'note' ? t('internalNote') : t('goesToRequester')}</span></div>
    ${one.noteError ? html`<p class="err pad" id="note-error">${icon('warn')}${one.noteError}</p>` : nothing}
    <textarea class="in" id="note" maxlength="100000" .value=${live(one.draft.text)} @input=${event => one.draft.write(event.target.value)}
      aria-invalid=${one.noteError ? 'true' : nothing} aria-describedby=${one.noteError ? 'note-error draft-kept' : 'draft-kept'}></textarea>
    <div class="bar"><span class="hint" id="draft-kept">${state.lostAt === null ? standing(state, one.draft) : t('notWhileLost')}</span>
      <button class="btn btn-main push" ?disabled=${state.lostAt !== null}>${t(one.draft.kind === 'reply' ? 'sendReply' : 'saveNote')}</button></div>
  </form>`;

/** Puts a text where one writes, its fields filled. */
function insert(event, one, technicians) {
  const chosen = one.templates.find(template => String(template.id) === event.target.value);
  event.target.value = '';
  if (!chosen) return;
  const field = document.getElementById('note');
  const { selectionStart: from, selectionEnd: to } = field;
  const words = fill(chosen.body, one.ticket, technicians);
  one.draft.write(one.draft.text.slice(0, from) + words + one.draft.text.slice(to));
  one.changed();
  field.focus();
  field.setSelectionRange(from + words.length, from + words.length);
}
