// What other limits would have changed: four replays of the chosen days, one after the other, and one's own.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { ask } from './api.js';
import { duration } from './format.js';
import { box } from './frame.js';
import { t } from './texts.js';

const DAYS = 90;
const SEEDS = 10;
const ASK_AGAIN_MS = 500;
const ASK_MAX = 240;

/** What the page holds of its questions; answers stay until others are asked for. */
export class WhatIfView {
  constructor(changed) {
    this.changed = changed;
    this.rows = [];
    this.running = false;
    this.failed = null;
  }

  async run(queue, span, own) {
    if (this.running) return;
    this.running = true;
    this.failed = null;
    this.rows = [];
    this.changed();
    try {
      const first = await this.answer(queue, span, {});
      const { waitingMax, talkingMax, technicians } = first.inForce;
      this.add('asItWas', first);
      const others = own
        ? [['yourOwn', own]]
        : [['onePlaceMore', { waitingMax: waitingMax + 1 }], ['oneTechnicianMore', { talkingMax: talkingMax + 1, technicians: technicians + 1 }], ['noPromises', { callbacksMax: 0 }]];
      for (const [name, limits] of others) this.add(name, await this.answer(queue, span, limits));
    } catch (refused) {
      this.failed = refused.message;
    }
    this.running = false;
    this.changed();
  }

  add(name, answer) {
    this.rows.push({ name, answer });
    this.changed();
  }

  async answer(queue, span, limits) {
    let answer = await ask('api/v1/what-if', {
      method: 'POST',
      body: { queue, from: span.from.toISOString(), to: span.to.toISOString(), limits, seeds: SEEDS },
    });
    for (let i = 0; answer.state === 'running' && i < ASK_MAX; i++) {
      await new Promise(later => setTimeout(later, ASK_AGAIN_MS));
      answer = await ask(`api/v1/what-if/${answer.id}`);
    }
    if (answer.state !== 'done') throw new Error(answer.reason ?? t('whatIf').tooLong);
    return answer;
  }
}

/** The last 90 days, or the chosen ones where they are more than a day. */
function span(view) {
  const chosen = view.span;
  if (chosen.to - chosen.from > 26 * 3600000) return chosen;
  const to = new Date(chosen.to);
  const from = new Date(to);
  from.setDate(from.getDate() - DAYS);
  return { from, to };
}

const columns = ['turnedAwayRate', 'answerRate', 'averageAnswerSeconds', 'promiseKeptRate', 'occupancy'];

export function whatIfPanel(state, view) {
  const words = t('whatIf');
  const own = view.whatIf;
  const queues = state.queues ?? [];
  return html`
    <section class="card" aria-labelledby="h-x" aria-busy=${own.running ? 'true' : 'false'}><header><h2 id="h-x">${words.title}</h2><p>${words.more(DAYS)}</p></header>
      <form class="pad row" @submit=${event => submit(event, state, view)}>
        ${queues.length > 1 ? html`<label for="x-q">${t('whatIf').queue}</label><select class="in" id="x-q" name="queue">${queues.map(queue => html`<option value=${queue.name}>${queue.title}</option>`)}</select>` : nothing}
        ${field('talkingMax', 1)}${field('waitingMax', 0)}${field('technicians', 0)}
        <label class="row tight"><input class="check" type="checkbox" name="promises" checked>${words.promises}</label>
        <button class="btn" ?disabled=${own.running} name="own">${words.ask}</button>
        <button class="btn" ?disabled=${own.running} name="usual">${words.usual}</button>
      </form>
      ${own.failed ? box('due', words.failed, own.failed) : nothing}
      ${own.running ? html`<p class="pad small" role="status">${words.running}</p>` : nothing}
      ${own.rows.length ? table(own.rows, words) : nothing}
      <div class="pad small soft"><p>${words.cannotKnow}</p><ul>${words.unknown.map(line => html`<li>${line}</li>`)}</ul></div>
    </section>`;
}

const field = (name, least) => html`<label for="x-${name}">${t('whatIf')[name]}</label><input class="in num" id="x-${name}" name=${name} type="number" min=${least} max="1000" size="4" inputmode="numeric">`;

function submit(event, state, view) {
  event.preventDefault();
  const { elements } = event.target;
  const queue = elements.queue?.value ?? state.queues?.[0]?.name;
  if (event.submitter?.name === 'usual') {
    view.whatIf.run(queue, span(view), null);
    return;
  }
  const limits = {};
  for (const name of ['talkingMax', 'waitingMax', 'technicians']) {
    if (elements[name].value !== '') limits[name] = Number(elements[name].value);
  }
  if (!elements.promises.checked) limits.callbacksMax = 0;
  view.whatIf.run(queue, span(view), limits);
}

function table(rows, words) {
  const first = rows[0].answer;
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${words.title}><table>
      <thead><tr><td></td>${columns.map(name => html`<th scope="col" class="num">${words.columns[name]}</th>`)}</tr></thead>
      <tbody>
        <tr><th scope="row">${words.happened}</th>${columns.map(name => html`<td class="num">${shown(name, first.figures[name].happened)}</td>`)}</tr>
        ${rows.map(({ name, answer }) => html`<tr><th scope="row">${words.rows[name](answer.limits)}</th>${columns.map(column => html`<td class="num">${spread(column, answer.figures[column])}</td>`)}</tr>`)}
        ${rows.map(({ name, answer }) => html`<tr><th scope="row" class="soft">${words.formula(words.rows[name](answer.limits))}</th>
          <td class="num">${shown('turnedAwayRate', answer.formula.turnedAwayRate)}</td><td class="num">${t('unknown')}</td>
          <td class="num">${shown('averageAnswerSeconds', answer.formula.meanWaitSeconds)}</td><td class="num">${t('unknown')}</td>
          <td class="num">${shown('occupancy', answer.formula.occupancy)}</td></tr>`)}
      </tbody></table></div>
    <p class="pad small soft">${words.basis(first.calls, first.unlike, first.seeds)}</p>`;
}

function shown(name, value) {
  if (value === null || value === undefined) return t('unknown');
  return name.endsWith('Seconds') ? duration(Math.round(value)) : `${(100 * value).toLocaleString(t('clockLocale'), { maximumFractionDigits: 1 })} %`;
}

function spread(name, change) {
  const mean = shown(name, change.mean);
  return change.low === change.high ? mean : html`${mean} <span class="small soft">${shown(name, change.low)} – ${shown(name, change.high)}</span>`;
}
