// A ticket that somebody writes: what a caller at the counter says, or what one sees oneself.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { alarm, tell } from './announce.js';
import { ask } from './api.js';
import { box } from './frame.js';
import { icon } from './icons.js';
import { t } from './texts.js';

const EMAIL = /^[^\s@]+@[^\s@]+$/;

export class NewTicket {
  constructor(changed, opened) {
    this.changed = changed;
    this.opened = opened;
    this.draft = { subject: '', description: '', requesterEmail: '', assignee: '' };
    this.errors = {};
    this.failed = false;
    this.sending = false;
  }

  write(field, value) {
    this.draft[field] = value;
  }

  async save(event) {
    event.preventDefault();
    if (this.sending) return;
    this.errors = wrong(this.draft);
    const first = Object.keys(this.errors)[0];
    if (first) {
      this.changed();
      document.getElementById(`new-${first}`).focus();
      return;
    }
    this.sending = true;
    try {
      const row = await ask('api/v1/tickets', { method: 'POST', body: body(this.draft) });
      tell(t('ticketOpened', row.number));
      this.opened(row);
    } catch {
      // The words stay in the fields
      this.failed = true;
      alarm(`${t('failedToDo')} ${t('failedToDoMore')}`);
    }
    this.sending = false;
    this.changed();
  }
}

function wrong({ subject, requesterEmail }) {
  const errors = {};
  if (!subject.trim()) errors.subject = 'subjectEmpty';
  if (requesterEmail.trim() && !EMAIL.test(requesterEmail.trim())) errors.requesterEmail = 'emailWrong';
  return errors;
}

function body({ subject, description, requesterEmail, assignee }) {
  const given = { subject: subject.trim(), description };
  if (requesterEmail.trim()) given.requesterEmail = requesterEmail.trim();
  if (assignee) given.assignee = assignee;
  return given;
}

export const newTicketPage = (state, form, technicians) => html`
  <p class="small soft"><a href="#/tickets">${t('tickets')}</a></p>
  <div class="head"><h1>${t('newTicket')}</h1></div>
  ${form.failed ? box('breach', t('failedToDo'), t('failedToDoMore')) : nothing}
  <form class="card pad narrow" novalidate @submit=${event => form.save(event)}>
    ${field(form, 'subject', 'subject', html`<input class="in" id="new-subject" maxlength="250" autocomplete="off" required aria-required="true"
      aria-invalid=${form.errors.subject ? 'true' : nothing} aria-describedby=${form.errors.subject ? 'new-subject-error' : nothing}
      .value=${live(form.draft.subject)} @input=${event => form.write('subject', event.target.value)}>`)}
    ${field(form, 'description', 'description', html`<textarea class="in" id="new-description" maxlength="100000"
      .value=${live(form.draft.description)} @input=${event => form.write('description', event.target.value)}></textarea>`)}
    ${field(form, 'requesterEmail', 'requesterEmail', html`<input class="in" id="new-requesterEmail" type="email" maxlength="254" autocomplete="off" autocapitalize="none"
      aria-invalid=${form.errors.requesterEmail ? 'true' : nothing} aria-describedby=${form.errors.requesterEmail ? 'new-requesterEmail-error' : 'new-requesterEmail-hint'}
      .value=${live(form.draft.requesterEmail)} @input=${event => form.write('requesterEmail', event.target.value)}>`, 'requesterHint')}
    ${field(form, 'assignee', 'assignee', html`<select class="in" id="new-assignee" .value=${live(form.draft.assignee)} @change=${event => form.write('assignee', event.target.value)}>
      <option value="">${t('nobody')}</option>
      ${[...technicians].map(([id, name]) => html`<option value=${id}>${name}</option>`)}</select>`)}
    <div class="row"><button class="btn btn-main" ?disabled=${state.lostAt !== null || form.sending}>${t('openTicket')}</button>
      <a class="btn btn-bare" href="#/tickets">${t('cancel')}</a>
      ${state.lostAt === null ? nothing : html`<span class="hint">${t('notWhileLost')}</span>`}</div>
  </form>`;

const field = (form, name, label, control, hint) => html`
  <div><label for="new-${name}">${t(label)}</label>
    ${form.errors[name]
      ? html`<p class="err" id="new-${name}-error">${icon('warn')}${t(form.errors[name])}</p>`
      : hint ? html`<p class="hint" id="new-${name}-hint">${t(hint)}</p>` : nothing}
    ${control}</div>`;
