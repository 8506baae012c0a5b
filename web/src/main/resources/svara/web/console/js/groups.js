// Figures by department, technician, system, category or channel, beside each other.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { downloads } from './download.js';
import { duration } from './format.js';
import { empty } from './frame.js';
import { language, t } from './texts.js';

export const DIMENSIONS = ['department', 'technician', 'system', 'category', 'channel'];
const FEW = 20;

const seconds = n => (n === null ? t('unknown') : duration(Math.round(n)));

/** A share; of few the calls themselves. */
function share(rate, part, whole) {
  if (rate === null) return t('unknown');
  return whole < FEW ? `${part} ${t('outOf', whole)}` : `${Math.round(rate * 100)} %`;
}

const name = (by, group) => (group.name === '' ? t('groupOfNone')[by] : by === 'channel' ? t('channels')[group.name] ?? group.name : group.name);

/** A figure with the list behind it, and how many are in that list; nothing counted, no list. */
const listed = (words, n, href) => (n ? html`<a href=${href} data-sum=${n}>${words}</a>` : words);

/** Each of a group g with its lists l: of calls, of tickets and of mails. */
const columns = {
  groupCalls: (g, l) => listed(g.calls.offered, g.calls.offered, l.calls('')),
  answerRate: (g, l) => answered(share(g.calls.answerRate, g.calls.outcomes.ANSWERED, g.calls.outcomesSum - g.calls.outcomes.ABANDONED_SHORT), g, l),
  groupMetFull: (g, l) => listed(g.calls.metFull, g.calls.metFull, l.calls('&metFull=true')),
  groupWait: (g, l) => answered(seconds(g.calls.waitAnswered.medianSeconds), g, l),
  groupHandling: (g, l) => answered(seconds(g.calls.averageHandlingSeconds), g, l),
  groupMails: (g, l) => listed(g.mails.received, g.mails.received, l.mails),
  groupOpened: (g, l) => listed(g.tickets.opened, g.tickets.opened, l.tickets('opened')),
  groupClosed: (g, l) => listed(g.tickets.closed, g.tickets.closed, l.tickets('closed')),
  groupResponse: (g, l) => listed(seconds(g.tickets.firstResponse.medianSeconds), g.tickets.answered, l.tickets('answered')),
  groupSolution: (g, l) => listed(seconds(g.tickets.solution.medianSeconds), g.tickets.closed, l.tickets('closed')),
};

const answered = (words, g, l) => listed(words, g.calls.outcomes.ANSWERED, l.calls('&outcome=ANSWERED'));

/** Calls come by phone alone: of a channel they are all. */
function lists({ span, groupsBy }, group, { callsLink, behindLink }) {
  const value = encodeURIComponent(group.name);
  const of = `&by=${groupsBy}&value=${value}`;
  const ofCalls = groupsBy === 'channel' ? '' : `&${groupsBy}=${value || '-'}`;
  return {
    calls: more => callsLink(span, `&live=false${ofCalls}${more}`),
    tickets: figure => behindLink(span, `${figure}${of}`),
    mails: behindLink(span, `mails${of}`),
  };
}

export function groupsPanel(view, links) {
  const { groups, groupsBy } = view;
  const items = groups?.groups ?? [];
  // in alphabetical order: nobody is ranked
  const rows = [...items].sort((a, b) => name(groupsBy, a).localeCompare(name(groupsBy, b), language()));
  return html`
    <section class="card" aria-labelledby="h-g"><header><h2 id="h-g">${t('groupsOf')}</h2>
      <div class="seg push" role="group" aria-labelledby="h-g">${DIMENSIONS.map(by => html`
        <a href=${view.link({ by })} aria-current=${groupsBy === by ? 'true' : nothing}>${t('groupsBy')[by]}</a>`)}</div></header>
      ${rows.length === 0 ? empty('phone', t('noGroups'), '') : html`
        <div class="scroll" tabindex="0" role="region" aria-label=${t('groupsBy')[groupsBy]}><table>
          <thead><tr><th scope="col">${t('groupsBy')[groupsBy]}</th>${Object.keys(columns).map(key => html`<th scope="col" class="num">${t('groupColumns')[key]}</th>`)}</tr></thead>
          <tbody>${rows.map(group => html`<tr><th scope="row">${name(groupsBy, group)}</th>${Object.values(columns).map(of => html`<td class="num nowrap">${of(group, lists(view, group, links))}</td>`)}</tr>`)}</tbody></table></div>
        ${downloads(`svara-${groupsBy}`)}`}
      <p class="pad small soft">${t('groupsMean')[groupsBy]}${groups?.others ? ` ${t('groupsHidden', groups.others)}` : ''}</p>
    </section>`;
}
