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

/** A count with the list behind it, where there is one: of a department's calls. */
const counted = (n, href) => (n && href ? html`<a href=${href} data-sum=${n}>${n}</a>` : n);

const columns = {
  groupCalls: (g, list) => counted(g.calls.offered, list?.('')),
  answerRate: g => share(g.calls.answerRate, g.calls.outcomes.ANSWERED, g.calls.outcomesSum - g.calls.outcomes.ABANDONED_SHORT),
  groupMetFull: (g, list) => counted(g.calls.metFull, list?.('&metFull=true')),
  groupWait: g => seconds(g.calls.waitAnswered.medianSeconds),
  groupHandling: g => seconds(g.calls.averageHandlingSeconds),
  groupMails: g => g.mails.received,
  groupOpened: g => g.tickets.opened,
  groupClosed: g => g.tickets.closed,
  groupResponse: g => seconds(g.tickets.firstResponse.medianSeconds),
  groupSolution: g => seconds(g.tickets.solution.medianSeconds),
};

export function groupsPanel(view, callsLink) {
  const { groups, groupsBy } = view;
  const items = groups?.groups ?? [];
  // in alphabetical order: nobody is ranked
  const rows = [...items].sort((a, b) => name(groupsBy, a).localeCompare(name(groupsBy, b), language()));
  const list = group => (groupsBy === 'department'
    ? more => callsLink(view.span, `&live=false&department=${encodeURIComponent(group.name || '-')}${more}`) : undefined);
  return html`
    <section class="card" aria-labelledby="h-g"><header><h2 id="h-g">${t('groupsOf')}</h2>
      <div class="seg push" role="group" aria-labelledby="h-g">${DIMENSIONS.map(by => html`
        <a href=${view.link({ by })} aria-current=${groupsBy === by ? 'true' : nothing}>${t('groupsBy')[by]}</a>`)}</div></header>
      ${rows.length === 0 ? empty('phone', t('noGroups'), '') : html`
        <div class="scroll" tabindex="0" role="region" aria-label=${t('groupsBy')[groupsBy]}><table>
          <thead><tr><th scope="col">${t('groupsBy')[groupsBy]}</th>${Object.keys(columns).map(key => html`<th scope="col" class="num">${t('groupColumns')[key]}</th>`)}</tr></thead>
          <tbody>${rows.map(group => html`<tr><th scope="row">${name(groupsBy, group)}</th>${Object.values(columns).map(of => html`<td class="num nowrap">${of(group, list(group))}</td>`)}</tr>`)}</tbody></table></div>
        ${downloads(`svara-${groupsBy}`)}`}
      <p class="pad small soft">${t('groupsMean')[groupsBy]}${groups?.others ? ` ${t('groupsHidden', groups.others)}` : ''}</p>
    </section>`;
}
