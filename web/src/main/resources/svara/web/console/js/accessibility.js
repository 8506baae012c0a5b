// What is accessible and what is not, as the Swedish law wants it told (lagen om tillgänglighet till digital offentlig service).
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { checked } from './checked.js';
import { t } from './texts.js';

export const accessibilityPage = () => html`
  <div class="head"><h1>${t('accessibility')}</h1></div>
  <section class="card pad narrow" aria-label=${t('accessibility')}>
    ${t('accessibilityText').map(([title, ...paragraphs]) => html`
      ${title ? html`<h2>${title}</h2>` : nothing}
      ${paragraphs.map(words => html`<p>${words}</p>`)}`)}
    <table class="flow"><caption class="vh">${t('checkedTitle')}</caption>
      <thead><tr><th scope="col">${t('checkedPage')}</th><th scope="col">${t('checkedFound')}</th></tr></thead>
      <tbody id="checked">${checked.map(([page, found]) => html`
        <tr><th scope="row">${t('checkedPages')[page]}</th><td>${t('checkedNone', found)}</td></tr>`)}</tbody></table>
  </section>`;
