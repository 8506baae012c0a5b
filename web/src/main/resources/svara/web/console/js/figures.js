// The manager's page: a sentence, six figures with their definitions, calls by hour, waits, and when the line is full.
import { html, nothing, svg } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { ask } from './api.js';
import { downloads } from './download.js';
import { duration } from './format.js';
import { box, empty, loading } from './frame.js';
import { DIMENSIONS, groupsPanel } from './groups.js';
import { icon } from './icons.js';
import { language, t } from './texts.js';
import { WhatIfView, whatIfPanel } from './whatif.js';

const DAYS = { today: 1, week: 7, quarter: 90 };
const HEAT_DAYS = 90;
const FEW = 20;

export class FiguresView {
  constructor(changed) {
    this.changed = changed;
    this.period = 'today';
    this.chosen = { from: '', to: '' };
    this.beside = null;
    this.groupsBy = 'department';
    this.figures = null;
    this.heat = null;
    this.failed = false;
    this.whatIf = new WhatIfView(changed);
  }

  show(query) {
    const period = query.get('period') ?? 'today';
    if (period === 'chosen') this.chosen = { from: query.get('from') ?? '', to: query.get('to') ?? '' };
    const from = query.get('besideFrom');
    this.beside = from ? { from, to: query.get('besideTo') ?? from } : null;
    this.groupsBy = DIMENSIONS.includes(query.get('by')) ? query.get('by') : 'department';
    if (period !== this.period || period === 'chosen') this.figures = null;
    this.period = period in DAYS || period === 'chosen' ? period : 'today';
    return this.read();
  }

  /** From midnight to midnight, by this browser's clock. */
  get span() {
    if (this.period === 'chosen' && this.chosen.from && this.chosen.to) {
      return { from: midnight(this.chosen.from, 0), to: midnight(this.chosen.to, 1) };
    }
    const days = DAYS[this.period] ?? 1;
    return { from: midnight(null, 1 - days), to: midnight(null, 1) };
  }

  /** What this time is held against: a chosen time, or as many days right before. */
  get other() {
    return this.beside ? { from: midnight(this.beside.from, 0), to: midnight(this.beside.to, 1) } : before(this.span);
  }

  /** This page with something else. */
  link(changes) {
    const query = new URLSearchParams({ period: this.period });
    if (this.period === 'chosen') { query.set('from', this.chosen.from); query.set('to', this.chosen.to); }
    if (this.beside) { query.set('besideFrom', this.beside.from); query.set('besideTo', this.beside.to); }
    query.set('by', this.groupsBy);
    Object.entries(changes).forEach(([key, value]) => (value === null ? query.delete(key) : query.set(key, value)));
    return `#/figures?${query}`;
  }

  get by() {
    return this.span.to - this.span.from < 26 * 3600000 ? 'hour' : 'day';
  }

  async read() {
    const { span, by } = this;
    const asked = `${this.period} ${span.from} ${span.to} ${this.other.from} ${this.other.to} ${this.groupsBy}`;
    this.asked = asked;
    try {
      const [figures, heat, departments, backlog, tickets, normal, earlier, groups, mails] = await Promise.all([
        ask(`api/v1/statistics?${when(span)}&by=${by}`),
        ask(`api/v1/statistics?${when({ from: midnight(null, 1 - HEAT_DAYS), to: midnight(null, 1) })}&by=weekhour`),
        ask(`api/v1/statistics/departments?${when(span)}`),
        ask('api/v1/statistics/backlog'),
        ask(`api/v1/statistics/tickets?${when(span)}`),
        this.by === 'hour' ? ask(`api/v1/statistics/normal?day=${dayOf(span.from)}`) : null,
        ask(`api/v1/statistics?${when(this.other)}`),
        ask(`api/v1/statistics/groups?${when(span)}&by=${this.groupsBy}`),
        ask(`api/v1/statistics/groups?${when(span)}&by=channel&value=mail&in=${by}`),
      ]);
      if (this.asked !== asked) return;
      this.figures = figures;
      this.heat = heat.weekHours;
      this.departments = departments;
      this.backlog = backlog;
      this.tickets = tickets;
      this.normal = normal;
      this.earlier = earlier;
      this.groups = groups;
      this.mails = mails;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.changed();
  }
}

function midnight(day, plus) {
  const date = day ? new Date(`${day}T00:00:00`) : new Date();
  date.setHours(0, 0, 0, 0);
  date.setDate(date.getDate() + plus);
  return date;
}

/** As many days right before. */
function before(span) {
  const days = Math.round((span.to - span.from) / 86400000);
  const from = new Date(span.from);
  from.setDate(from.getDate() - days);
  return { from, to: span.from };
}

const dayOf = date => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

const when = span => `from=${span.from.toISOString()}&to=${span.to.toISOString()}`;

/** The tickets or promises behind a figure. */
export const behindLink = (span, figure) => `#/behind?${when(span)}&figure=${figure}`;

export const callsLink = (span, more = '') => `#/calls?${when(span)}${more}`;

export const figuresPage = (state, view, page) => html`
  <div class="head"><h1>${t('figures')}</h1>
    <div class="seg" role="group" aria-label=${t('period')}>${Object.keys(DAYS).map(period => html`
      <a href="#/figures?period=${period}" aria-current=${view.period === period ? 'true' : nothing}>${t('periods')[period]}</a>`)}
    </div>
    <form class="row between" @submit=${event => choose(event, page)}>
      <label class="vh" for="f-from">${t('fromDay')}</label><input class="in" type="date" id="f-from" name="from" required value=${view.chosen.from}>
      <span aria-hidden="true">–</span>
      <label class="vh" for="f-to">${t('toDay')}</label><input class="in" type="date" id="f-to" name="to" required value=${view.chosen.to}>
      <button class="btn">${t('showPeriod')}</button>
    </form></div>
  ${view.failed ? box('due', t('failedToRead'), t('failedToReadMore')) : nothing}
  ${view.figures ? content(state, view) : html`<section class="card" aria-busy="true" aria-label=${t('figures')}>${loading()}</section>`}`;

function choose(event, page) {
  event.preventDefault();
  const { from, to } = event.target.elements;
  const [first, last] = [from.value, to.value].sort();
  page.go(`#/figures?period=chosen&from=${first}&to=${last}`);
}

function content(state, view) {
  const f = view.figures;
  return html`
    <div class="stack">
      <p class="lead">${t('lead', f, busiest(view))}</p>
      ${f.addsUp ? nothing : box('breach', t('addsUpNot'), t('addsUpNotMore', f.offered, f.outcomesSum, f.inProgress))}
      ${wrong(f)}
      ${kpis(view)}
      ${compared(view)}
      <div class="two wide even">${chart(view)}${waits(view)}</div>
      ${mails(view)}
      <div class="half">${work(view)}${ticketFigures(view)}</div>
      <div class="half">${heat(view)}${outcomes(view)}</div>
      <div class="half">${departments(view)}${backlog(view)}</div>
      ${groupsPanel(view, { callsLink, behindLink })}
      ${reports(view)}
      ${whatIfPanel(state, view)}
    </div>`;
}

/** The same figures as files to keep. */
const reports = view => html`
  <section class="card" aria-labelledby="h-r"><header><h2 id="h-r">${t('reports')}</h2><p>${t('reportsMore')}</p></header>
    <div class="pad"><div class="row between">${['pdf', 'xlsx', 'csv'].map(format => html`
      <a class="btn" download href=${`api/v1/statistics/report?${when(view.span)}&format=${format}&language=${language()}`}>${t('reportForms')[format]}</a>`)}</div></div>
  </section>`;

/** What the sum lacks, and hours that are kept otherwise than their calls say. */
function wrong(f) {
  const calls = f.missing ?? [];
  const hours = f.mismatches ?? [];
  if (calls.length + hours.length === 0) return nothing;
  const hour = at => ({ from: new Date(at), to: new Date(new Date(at).getTime() + 3600000) });
  const words = at => new Date(at).toLocaleString(t('clockLocale'), { dateStyle: 'short', timeStyle: 'short' });
  return html`
    <section class="card" aria-labelledby="h-m"><header><h2 id="h-m">${t('whatIsMissing')}</h2></header>
      <table><thead><tr><th scope="col">${t('hour')}</th><th scope="col">${t('whatIsMissing')}</th></tr></thead><tbody>
        ${calls.map(call => html`<tr><th scope="row"><a href=${callsLink(hour(call.offeredAt))}>${words(call.offeredAt)}</a></th><td>${t('missingCall', call.call)}</td></tr>`)}
        ${hours.map(one => html`<tr><th scope="row"><a href=${callsLink(hour(one.hour))}>${words(one.hour)}</a></th><td>${t('mismatch', t('outcomeSums')[one.what] ?? t('calledToday'), one.kept, one.counted)}</td></tr>`)}
      </tbody></table></section>`;
}

// -- figures in large

const percent = share => (share === null || share === undefined ? t('unknown') : `${Math.round(share * 100)}`);

function kpis(view) {
  const f = view.figures;
  const o = f.outcomes;
  const rated = f.outcomesSum - o.ABANDONED_SHORT;
  const link = more => callsLink(view.span, more);
  const behind = figure => behindLink(view.span, figure);
  const p = f.promises;
  const owed = p.promised - p.withdrawn - p.overtaken;
  const inTime = p.fulfilled - (p.late ?? 0);
  const answeredSoon = Math.round((f.serviceLevel ?? 0) * rated);
  const rates = [
    ['offered', f.offered, '', link(''), t('defOffered'), f.offered],
    ['answerRate', ...rate(f.answerRate, o.ANSWERED, rated), link('&outcome=ANSWERED'), t('defAnswered', o.ANSWERED, rated, o.ABANDONED_SHORT), o.ANSWERED],
    ['reachedRate', ...rate(f.reachedRate, o.ANSWERED + f.promises.fulfilled, rated), link('&outcome=ANSWERED'), html`${t('defReached', o.ANSWERED, rated)} <a href=${behind('fulfilled')} data-sum=${p.fulfilled}>${t('defReachedKept', p.fulfilled)}</a>`, o.ANSWERED],
    ['metFullRate', ...rate(f.turnedAwayRate, f.metFull, f.outcomesSum), link('&metFull=true&live=false'), t('defMetFull', f.metFull, f.outcomesSum), f.metFull],
    ['kept', ...rate(p.keptRate, inTime, owed), behind('in_time'), t('defKept', inTime, owed, p), inTime],
    ['serviceLevel', ...rate(f.serviceLevel, answeredSoon, rated), link(`&answeredWithinSeconds=${f.serviceLevelSeconds}`), t('defService', answeredSoon, rated), answeredSoon],
  ];
  return html`
    <dl class="kpis card">${rates.map(([name, figure, unit, href, definition, sum]) => html`
      <div class="kpi"><dt>${t('kpis')[name]}</dt><dd class="fig"><a href=${href} data-sum=${sum}>${figure}${unit ? html` <small>${unit}</small>` : nothing}</a></dd>
        <dd class="def">${definition}</dd></div>`)}</dl>`;
}

/** Any other time to hold this one against. */
const besideForm = view => html`
  <form class="beside row between" @submit=${event => chooseBeside(event, view)}>
    <span id="h-beside" class="small">${t('besideWith')}</span>
    <label class="vh" for="b-from">${t('besideFrom')}</label><input class="in" type="date" id="b-from" name="from" required value=${view.beside?.from ?? ''}>
    <span aria-hidden="true">–</span>
    <label class="vh" for="b-to">${t('besideTo')}</label><input class="in" type="date" id="b-to" name="to" required value=${view.beside?.to ?? ''}>
    <button class="btn">${t('besideDo')}</button>
    ${view.beside ? html`<a href=${view.link({ besideFrom: null, besideTo: null })}>${t('besideNot')}</a>` : nothing}
  </form>`;

function chooseBeside(event, view) {
  event.preventDefault();
  const { from, to } = event.target.elements;
  const [first, last] = [from.value, to.value].sort();
  location.hash = view.link({ besideFrom: first, besideTo: last });
}

function days({ from, to }) {
  const last = new Date(to);
  last.setDate(last.getDate() - 1);
  return dayOf(from) === dayOf(last) ? dayOf(from) : `${dayOf(from)} – ${dayOf(last)}`;
}

/** This time beside the time before it, and a day beside a normal such day. */
function compared(view) {
  const { normal, earlier } = view;
  const usual = normal?.figures;
  const rows = [
    ['offered', f => f.offered, 'offered', String],
    ['ANSWERED', f => f.outcomes.ANSWERED, 'ANSWERED', String],
    ['metFull', f => f.metFull, 'metFull', String],
    ['answerRate', f => f.answerRate, 'answerRate', share],
    ['reachedRate', f => f.reachedRate, 'reachedRate', share],
    ['kept', f => f.promises.keptRate, 'promisesKeptRate', share],
    ['serviceLevel', f => f.serviceLevel, 'serviceLevel', share],
    ['wait', f => f.waitAnswered.medianSeconds, 'waitAnsweredMedianSeconds', seconds],
    ['handling', f => f.averageHandlingSeconds, 'averageHandlingSeconds', seconds],
  ];
  const answered = (f, span) => [callsLink(span, '&outcome=ANSWERED'), f.outcomes.ANSWERED];
  const links = {
    offered: (f, span) => [callsLink(span), f.offered],
    metFull: (f, span) => [callsLink(span, '&metFull=true&live=false'), f.metFull],
    kept: (f, span) => [behindLink(span, 'in_time'), f.promises.fulfilled - f.promises.late],
    serviceLevel: (f, span) => [callsLink(span, `&answeredWithinSeconds=${f.serviceLevelSeconds}`),
      Math.round((f.serviceLevel ?? 0) * (f.outcomesSum - f.outcomes.ABANDONED_SHORT))],
  };
  const cell = (name, of, words, f, span) => {
    const [href, sum] = (links[name] ?? answered)(f, span);
    return of(f) === null ? t('unknown') : html`<a href=${href} data-sum=${sum}>${words(of(f))}</a>`;
  };
  // of those days all calls that the figure is of: the middle of them is no list of its own
  const usualLink = (dates, name) => {
    const [first] = [...dates].sort();
    const last = [...dates].sort().at(-1);
    const lists = { offered: '', metFull: '&metFull=true&live=false' };
    return callsLink({ from: midnight(first, 0), to: midnight(last, 1) }, `&weekday=${(view.span.from.getDay() + 6) % 7 + 1}${lists[name] ?? '&outcome=ANSWERED'}`);
  };
  const weekday = t('weekdaysLong')[(view.span.from.getDay() + 6) % 7];
  return html`
    <section class="card" aria-labelledby="h-n"><header><h2 id="h-n">${t('compared')}</h2>
      <p>${normal ? (usual ? t('normalOf', normal.days.length, weekday) : t('noNormal', weekday)) : view.beside ? nothing : t('comparedMore')}</p></header>
      ${besideForm(view)}
      <div class="scroll"><table><thead><tr><td></td><th scope="col" class="num">${t('thisTime')}</th>${usual ? html`<th scope="col" class="num">${t('normalDay', weekday)}</th>` : nothing}<th scope="col" class="num">${view.beside ? days(view.other) : t('timeBefore')}</th></tr></thead>
        <tbody>${rows.map(([name, of, key, words]) => html`<tr><th scope="row">${t('comparedRows')[name]}</th>
          <td class="num">${cell(name, of, words, view.figures, view.span)}</td>
          ${usual ? html`<td class="num usual">${usual[key] === null ? t('unknown') : html`<a href=${usualLink(normal.days, name)}>${words(usual[key])}</a>`}</td>` : nothing}
          <td class="num">${cell(name, of, words, earlier, view.other)}</td></tr>`)}</tbody></table></div>
      ${downloads('svara-jamfort', false)}
    </section>`;
}

/** A share; of few calls the calls themselves. */
function rate(share, part, whole) {
  if (share === null) return [t('unknown'), ''];
  return whole < FEW ? [part, t('outOf', whole)] : [percent(share), '%'];
}

// -- calls by hour or day

const HEIGHT = 170;
const TOP = 20;
const stacks = [
  ['ANSWERED', 'f s-talk', null],
  ['CALLBACK_PROMISED', null, 'url(#p-p)'],
  ['TURNED_AWAY', null, 'url(#p-t)'],
  ['others', 'f-line s-idle', null],
];

const stackOutcomes = { others: 'CLOSED,INFORMED,ABANDONED_SHORT,ABANDONED,FAILED' };

const partLink = (part, more) => callsLink({ from: new Date(part.from), to: new Date(part.to) }, more);

/** A count, and the list of what it counts. */
const counted = (n, href) => (n ? html`<a href=${href} data-sum=${n}>${n}</a>` : html`0`);

function parts(view) {
  const all = view.figures.parts.map(part => {
    const o = part.outcomes;
    const named = o.ANSWERED + o.CALLBACK_PROMISED + o.TURNED_AWAY;
    return { ...part, counts: { ANSWERED: o.ANSWERED, CALLBACK_PROMISED: o.CALLBACK_PROMISED, TURNED_AWAY: o.TURNED_AWAY, others: part.outcomesSum - named } };
  });
  if (view.by === 'day') return all;
  // Of a day the hours in which something happened, and those between
  const first = all.findIndex(part => part.offered > 0);
  const last = all.findLastIndex(part => part.offered > 0);
  return first < 0 ? [] : all.slice(Math.min(first, 8), Math.max(last, first) + 1);
}

function label(view, part) {
  const from = new Date(part.from);
  return view.by === 'hour'
    ? from.toLocaleTimeString(t('clockLocale'), { hour: '2-digit' }).replace(/\D.*/, '')
    : from.toLocaleDateString(t('clockLocale'), { day: 'numeric', month: 'numeric' });
}

function busiest(view) {
  const most = parts(view).reduce((best, part) => (part.offered > (best?.offered ?? 0) ? part : best), null);
  return most ? { label: label(view, most), by: view.by, offered: most.offered } : null;
}

function chart(view) {
  const shown = parts(view);
  const f = view.figures;
  return html`
    <section class="card" aria-labelledby="h-c"><header><h2 id="h-c">${t(view.by === 'hour' ? 'callsByHour' : 'callsByDay')}</h2>
      ${f.addsUp ? html`<p class="push row small tight">${icon('check')}${t('addsUp', f.offered, f.outcomesSum, f.inProgress)}</p>` : nothing}</header>
      ${shown.length === 0 ? empty('phone', t('noCalls'), '') : html`
        <div class="chart">${bars(view, shown)}</div>
        <ul class="key">${stacks.map(([name, klass, fill]) => html`
          <li><svg viewBox="0 0 14 14" aria-hidden="true"><rect x="1" y="1" width="12" height="12" rx="2" class=${klass ?? nothing} fill=${fill ?? nothing}></rect></svg>${t('stacks')[name]}</li>`)}</ul>
        <details class="more"><summary>${icon('right')}${t('asTable')}</summary><div class="scroll" tabindex="0" role="region" aria-label=${t('asTable')}>
          <table><thead><tr><th scope="col">${t(view.by === 'hour' ? 'hour' : 'day')}</th>${stacks.map(([name]) => html`<th scope="col" class="num">${t('stacks')[name]}</th>`)}<th scope="col" class="num">${t('calledToday')}</th></tr></thead>
          <tbody>${shown.map(part => html`<tr><th scope="row">${label(view, part)}</th>
            ${stacks.map(([name]) => html`<td class="num">${counted(part.counts[name], partLink(part, `&outcome=${stackOutcomes[name] ?? name}`))}</td>`)}<td class="num">${counted(part.offered, partLink(part, ''))}</td></tr>`)}</tbody></table></div></details>
        ${downloads('svara-samtal')}`}
    </section>`;
}

function bars(view, shown) {
  const most = Math.max(1, ...shown.map(part => part.offered));
  const step = 100 / shown.length;
  const every = Math.ceil(shown.length / 12);
  return html`<svg height="214" role="img" aria-label=${t('chartWords', shown.length, most)}>${svg`
    <defs><pattern id="p-p" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="f s-wait" width="6" height="6"></rect><rect class="f-bg" width="1.6" height="6"></rect></pattern>
    <pattern id="p-t" width="5" height="5" patternUnits="userSpaceOnUse"><rect class="f s-away" width="5" height="5"></rect><circle class="f-bg" cx="2.5" cy="2.5" r="1.1"></circle></pattern></defs>
    <line class="base" x1="0" x2="100%" y1=${TOP + HEIGHT} y2=${TOP + HEIGHT}></line>
    ${shown.map((part, i) => bar(part, i, step, most, i % every === 0 ? label(view, part) : '', shown.length <= 16))}`}</svg>`;
}

function bar(part, i, step, most, words, withFigure, of = stacks) {
  let y = TOP + HEIGHT;
  const rects = of.map(([name, klass, fill]) => {
    const height = (part.counts[name] / most) * HEIGHT;
    y -= height;
    return height > 0
      ? svg`<rect x="${i * step + step * 0.2}%" y=${y} width="${step * 0.6}%" height=${height} class=${klass ?? ''} fill=${fill ?? nothing}></rect>`
      : nothing;
  });
  const middle = `${i * step + step / 2}%`;
  return svg`${rects}
    ${withFigure && part.offered ? svg`<text class="val" text-anchor="middle" x=${middle} y=${y - 6}>${part.offered}</text>` : nothing}
    <text text-anchor="middle" x=${middle} y="208">${words}</text>`;
}

// -- mails by hour or day, with what became of them

const mailStacks = [
  ['created', 'f s-talk', null, 'created'],
  ['joined', null, 'url(#m-p)', 'joined'],
  ['otherMails', 'f-line s-idle', null, 'other'],
];

const mailLink = (part, fate) => behindLink({ from: new Date(part.from), to: new Date(part.to) }, `mails&fate=${fate}`);

function mailParts(view) {
  const all = view.mails.parts.map(part => {
    const { created = 0, joined = 0 } = part.mails.fates;
    return { from: part.from, to: part.to, offered: part.mails.received, counts: { created, joined, otherMails: part.mails.received - created - joined } };
  });
  if (view.by === 'day') return all;
  const first = all.findIndex(part => part.offered > 0);
  const last = all.findLastIndex(part => part.offered > 0);
  return first < 0 ? [] : all.slice(Math.min(first, 8), Math.max(last, first) + 1);
}

function mails(view) {
  const shown = mailParts(view);
  return html`
    <section class="card" aria-labelledby="h-ml"><header><h2 id="h-ml">${t(view.by === 'hour' ? 'mailsByHour' : 'mailsByDay')}</h2></header>
      ${shown.every(part => part.offered === 0) ? empty('mail', t('noMails'), '') : html`
        <div class="chart">${mailBars(view, shown)}</div>
        <ul class="key">${mailStacks.map(([name, klass, fill]) => html`
          <li><svg viewBox="0 0 14 14" aria-hidden="true"><rect x="1" y="1" width="12" height="12" rx="2" class=${klass ?? nothing} fill=${fill ?? nothing}></rect></svg>${t('stacks')[name]}</li>`)}</ul>
        <details class="more"><summary>${icon('right')}${t('asTable')}</summary><div class="scroll" tabindex="0" role="region" aria-label=${t('mailsCame')}>
          <table><thead><tr><th scope="col">${t(view.by === 'hour' ? 'hour' : 'day')}</th>${mailStacks.map(([name]) => html`<th scope="col" class="num">${t('stacks')[name]}</th>`)}<th scope="col" class="num">${t('mailsCame')}</th></tr></thead>
          <tbody>${shown.map(part => html`<tr><th scope="row">${label(view, part)}</th>${mailStacks.map(([name, , , fate]) => html`<td class="num">${counted(part.counts[name], mailLink(part, fate))}</td>`)}<td class="num">${counted(part.offered, mailLink(part, 'any'))}</td></tr>`)}</tbody></table></div></details>
        ${downloads('svara-mejl')}`}
    </section>`;
}

function mailBars(view, shown) {
  const most = Math.max(1, ...shown.map(part => part.offered));
  const step = 100 / shown.length;
  const every = Math.ceil(shown.length / 12);
  return html`<svg height="214" role="img" aria-label=${t('mailChartWords', shown.length, most)}>${svg`
    <defs><pattern id="m-p" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="f s-wait" width="6" height="6"></rect><rect class="f-bg" width="1.6" height="6"></rect></pattern></defs>
    <line class="base" x1="0" x2="100%" y1=${TOP + HEIGHT} y2=${TOP + HEIGHT}></line>
    ${shown.map((part, i) => bar(part, i, step, most, i % every === 0 ? label(view, part) : '', shown.length <= 16, mailStacks))}`}</svg>`;
}

// -- waits, outcomes, and when the line is full

function waits(view) {
  const f = view.figures;
  const calls = more => callsLink(view.span, more);
  const answered = calls('&outcome=ANSWERED');
  const n = f.outcomes.ANSWERED;
  return definedTable('h-w', t('waits'), t('waitsMore'), [
    ['waitHalf', seconds(f.waitAnswered.medianSeconds), answered, n],
    ['waitP90', seconds(f.waitAnswered.p90Seconds), answered, n],
    ['waitP95', seconds(f.waitAnswered.p95Seconds), answered, n],
    ['waitMean', seconds(f.averageAnswerSeconds), answered, n],
    ['waitPromised', seconds(f.promises.wait.medianSeconds), behindLink(view.span, 'fulfilled'), f.promises.fulfilled],
    ['waitGone', seconds(f.waitAbandoned.medianSeconds), calls('&outcome=ABANDONED'), f.outcomes.ABANDONED],
    ['waitTotal', seconds(view.tickets.callersWait.medianSeconds), behindLink(view.span, 'joined'), view.tickets.joined],
  ]);
}

/** What technicians' time goes to, and what came of dialling out. */
function work(view) {
  const f = view.figures;
  const answered = callsLink(view.span, '&outcome=ANSWERED');
  const n = f.outcomes.ANSWERED;
  const { made, results, successRate } = f.attempts;
  return definedTable('h-k', t('work'), t('workMore'), [
    ['handling', seconds(f.averageHandlingSeconds), answered, n],
    ['talk', seconds(f.averageTalkSeconds), answered, n],
    ['wrapUp', seconds(f.averageWrapUpSeconds), answered, n],
    ['onDuty', hours(f.onDutySeconds), view.link({ by: 'technician' })],
    ['occupancy', share(f.occupancy), answered, n],
    ['attempts', made, behindLink(view.span, 'attempts'), made],
    ['attemptSuccess', rate(successRate, results.JOINED, made).join(' '), behindLink(view.span, 'attempts_joined'), results.JOINED],
  ]);
}

function ticketFigures(view) {
  const f = view.tickets;
  const link = figure => behindLink(view.span, figure);
  return definedTable('h-t', t('ticketsInFigures'), t('ticketsInFiguresMore'), [
    ['opened', f.opened, link('opened'), f.opened],
    ['unanswered', f.unanswered, link('unanswered'), f.unanswered],
    ['responseHalf', seconds(f.firstResponse.medianSeconds), link('answered'), f.answered],
    ['responseP90', seconds(f.firstResponse.p90Seconds), link('answered'), f.answered],
    ['closed', f.closed, link('closed'), f.closed],
    ['solutionHalf', seconds(f.solution.medianSeconds), link('closed'), f.closed],
    ['solutionP90', seconds(f.solution.p90Seconds), link('closed'), f.closed],
    ['firstContact', rate(f.firstContactResolution, f.solvedAtOnce, f.closed).join(' '), link('solved_at_once'), f.solvedAtOnce],
  ]);
}

const seconds = n => (n === null ? t('unknown') : duration(Math.round(n)));
const hours = n => (n === null ? t('unknown') : t('hoursWorked', Math.round(n / 360) / 10));
const share = n => (n === null ? t('unknown') : `${percent(n)} %`);

/** Figures, each with what it means beside it and the way to what is behind it. */
function definedTable(id, title, more, rows) {
  return html`
    <section class="card" aria-labelledby=${id}><header><h2 id=${id}>${title}</h2><p>${more}</p></header>
      <div class="pad"><table class="defined"><tbody>${rows.map(([name, figure, href, sum]) => html`
        <tr><th scope="row">${t('figureRows')[name][0]}<p class="small soft">${t('figureRows')[name][1]}</p></th>
          <td class="num nowrap"><a href=${href} data-sum=${sum ?? nothing}>${figure}</a></td></tr>`)}</tbody></table></div>
    </section>`;
}

function outcomes(view) {
  const f = view.figures;
  return html`
    <section class="card" aria-labelledby="h-o"><header><h2 id="h-o">${t('outcomesOf')}</h2></header>
      <table><tbody>${repeat(Object.entries(f.outcomes), ([outcome]) => outcome, ([outcome, n]) => html`
        <tr><th scope="row">${t('outcomeSums')[outcome]}</th><td class="num">${counted(n, callsLink(view.span, `&outcome=${outcome}`))}</td></tr>`)}</tbody>
        <tfoot><tr><th scope="row">${t('sum')}</th><td class="num">${counted(f.outcomesSum, callsLink(view.span, '&live=false'))}</td></tr>
          <tr><th scope="row">${t('inProgress')}</th><td class="num">${counted(f.inProgress, callsLink(view.span, '&live=true'))}</td></tr>
          <tr><th scope="row">${t('calledToday')}</th><td class="num">${counted(f.offered, callsLink(view.span))}</td></tr></tfoot></table>
    </section>`;
}

const shades = [0, 1, 5, 10, 15, 20];

function heat(view) {
  const cells = new Map((view.heat ?? []).map(cell => [`${cell.weekday} ${cell.hour}`, cell]));
  const busy = (view.heat ?? []).filter(cell => cell.ended > 0);
  if (busy.length === 0) {
    return html`<section class="card" aria-labelledby="h-h"><header><h2 id="h-h">${t('whenFull')}</h2></header>${empty('clock', t('noCalls'), '')}</section>`;
  }
  const hours = range(busy.map(cell => cell.hour), 8, 16);
  const days = range(busy.map(cell => cell.weekday), 1, 5);
  return html`
    <section class="card" aria-labelledby="h-h"><header><h2 id="h-h">${t('whenFull')}</h2><p>${t('whenFullMore', HEAT_DAYS)}</p></header>
      <div class="pad"><table class="heat"><caption class="vh">${t('heatCaption')}</caption>
        <thead><tr><td class="corner"></td>${hours.map(hour => html`<th scope="col">${String(hour).padStart(2, '0')}</th>`)}</tr></thead>
        <tbody>${days.map(day => html`<tr><th scope="row">${t('weekdays')[day - 1]}</th>${hours.map(hour => heatCell(cells.get(`${day} ${hour}`)))}</tr>`)}</tbody></table>
        <p class="small soft">${t('heatMeans')}</p></div>
      ${downloads('svara-full-linje')}
    </section>`;
}

function range(values, least, most) {
  const from = Math.min(least, ...values);
  const to = Math.max(most, ...values);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function heatCell(cell) {
  if (!cell || cell.ended === 0) return html`<td class="h0">${t('unknown')}</td>`;
  const share = Math.round((100 * cell.metFull) / cell.ended);
  const span = { from: midnight(null, 1 - HEAT_DAYS), to: midnight(null, 1) };
  const href = callsLink(span, `&metFull=true&live=false&weekday=${cell.weekday}&hour=${cell.hour}`);
  return html`<td class="h${shades.findLastIndex(limit => share >= limit)}">${cell.metFull ? html`<a href=${href} data-sum=${cell.metFull}>${share}</a>` : share}</td>`;
}

// -- departments, and open tickets by age

const hbar = (n, most) => svg`<svg class="hbar" preserveAspectRatio="none"><rect class="track" width="100%" height="100%"></rect><rect class="f s-idle" width="${most ? (100 * n) / most : 0}%" height="100%"></rect></svg>`;

const barTable = rows => {
  const most = Math.max(...rows.map(([, n]) => n));
  return html`<table><tbody>${rows.map(([words, n, href]) => html`
    <tr><th scope="row">${words}</th><td class="num nowrap">${href ? counted(n, href) : n}</td><td aria-hidden="true">${hbar(n, most)}</td></tr>`)}</tbody></table>`;
};

function departments(view) {
  const { items, others, unknown } = view.departments;
  const rows = [
    ...items.map(item => [item.department, item.offered, callsLink(view.span, `&live=false&department=${encodeURIComponent(item.department)}`)]),
    ...(others ? [[t('otherDepartments'), others, callsLink(view.span, `&live=false${items.map(item => `&notDepartment=${encodeURIComponent(item.department)}`).join('')}${items.length ? '' : '&notDepartment=-'}`)]] : []),
    ...(unknown ? [[t('unknownDepartment'), unknown, callsLink(view.span, '&live=false&department=-')]] : []),
  ];
  return html`
    <section class="card" aria-labelledby="h-d"><header><h2 id="h-d">${t('departments')}</h2><p class="push">${t('calls')}</p></header>
      ${rows.length === 0 ? empty('phone', t('noCalls'), '') : html`${barTable(rows)}<p class="pad small soft">${t('departmentsMean')}</p>${downloads('svara-forvaltningar')}`}
    </section>`;
}

const DAY = 86400000;
const AGES = { day: [0, 1], threeDays: [1, 3], week: [3, 7], month: [7, 30], older: [30, null] };

function backlog(view) {
  const b = view.backlog;
  const now = new Date(b.at).getTime();
  const rows = Object.entries(AGES).map(([age, [youngest, oldest]]) => [t('ages')[age], b[age],
    behindLink({ from: new Date(oldest ? now - oldest * DAY + 1 : 0), to: new Date(now - youngest * DAY + 1) }, 'open')]);
  return html`
    <section class="card" aria-labelledby="h-b"><header><h2 id="h-b">${t('openByAge')}</h2><p class="push"><a href="#/tickets?view=open">${t('openTickets', b.open)}</a></p></header>
      ${b.open === 0 ? empty('isSolved', t('nothingInView'), '') : html`${barTable(rows)}${downloads('svara-oppna')}`}
    </section>`;
}
