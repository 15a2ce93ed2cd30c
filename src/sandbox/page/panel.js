// Behind the scenes: what went over the wire, faults, and the bot's restart.

import { h, icon } from './dom.js';
import { ask, formErrors } from './app.js';

const FAULTS = [
  ['slow', 'Slow: the next answer takes 2 s'],
  ['too_slow', 'Too slow: the next answer takes 4 s'],
  ['429', '429: the next request is rate limited'],
  ['500', '500: the next request fails'],
  ['cut_before', 'Connection lost before the next request arrives'],
  ['cut_after', 'Connection lost after the next request arrived'],
  ['duplicate', 'The next event is delivered twice'],
  ['gateway_cut', 'Cut the gateway connection now'],
  ['reconnect', 'Ask the bot to reconnect now'],
  ['invalid_session', 'Declare the session invalid now'],
];

export class Panel {
  constructor(root) {
    this.root = root;
    this.message = null;
    this.raw = h('div', { class: 'raw' }, h('p', { class: 'help' }, 'Choose “Behind the scenes” in the menu of a message.'));
    this.refused = h('ul', { class: 'refused' });
    this.active = h('ul', { class: 'active-faults', 'aria-live': 'polite' });
    this.restart = h('button', { type: 'button', class: 'button style-2', onclick: () => ask({ do: 'restart' }) }, 'Restart the bot');
    this.sessions = h('p', { class: 'help', role: 'status' });
    this.keepers = h('button', { type: 'button', class: 'button style-2', onclick: () => ask({ do: 'show_catalog' }) }, 'Show /catalog to “catalogue keepers”');
    const choice = h('select', { id: 'fault' }, ...FAULTS.map(([value, text]) => h('option', { value }, text)));
    root.append(
      h('header', {}, h('h2', {}, 'Behind the scenes'), h('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: () => this.toggle(false) }, icon('close'))),
      h('section', {}, h('h3', {}, 'Selected message'), this.raw),
      h(
        'section',
        {},
        h('h3', {}, 'Let something go wrong'),
        h('label', { for: 'fault', class: 'hidden' }, 'Fault'),
        choice,
        h(
          'div',
          { class: 'row' },
          h('button', { type: 'button', class: 'button style-4', onclick: () => ask({ do: 'fault', fault: choice.value }) }, 'Switch on'),
          h('button', { type: 'button', class: 'button style-2', onclick: () => ask({ do: 'fault', fault: 'none' }) }, 'All off'),
        ),
        this.active,
      ),
      h('section', {}, h('h3', {}, 'The bot'), this.sessions, h('p', { class: 'help' }, 'The conversation stays, and old buttons still work.'), h('div', { class: 'row' }, this.restart, this.keepers)),
      h('section', {}, h('h3', {}, 'Requests that failed'), this.refused),
    );
    root.addEventListener('keydown', (event) => event.key === 'Escape' && this.toggle(false));
  }

  toggle(open = this.root.hidden) {
    const opener = document.getElementById('open-panel');
    this.root.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    document.body.classList.toggle('with-panel', open);
    if (open) this.root.querySelector('button').focus();
    else opener.focus();
  }

  refresh({ around, refused }) {
    if (!around) return;
    const times = (count) => (count === 1 ? 'once' : `${count} times`);
    this.sessions.textContent = `It has connected ${times(around.bot.starts)}${around.bot.resumes > 0 ? ` and resumed ${times(around.bot.resumes)}` : ''}.`;
    this.restart.disabled = !around.can_restart;
    this.keepers.disabled = around.keepers_see_catalog;
    this.active.replaceChildren(...around.faults.map((fault) => h('li', {}, fault)));
    this.refused.replaceChildren(
      ...(refused.length === 0 ? [h('li', { class: 'help' }, 'None.')] : []),
      ...[...refused].reverse().map((one) =>
        h('li', {}, h('b', {}, one.status ?? 'cut'), ` ${one.method} ${one.path}`, h('small', {}, one.response?.message ?? 'connection lost', one.response?.errors && ` – ${formErrors(one.response.errors)}`)),
      ),
    );
  }

  async select(message) {
    this.toggle(true);
    this.message = message;
    const raw = await ask({ do: 'raw', message });
    const part = (title, value, open) => value && h('details', { open }, h('summary', {}, title), h('pre', { tabindex: '0' }, h('code', {}, JSON.stringify(value, null, 2))));
    this.raw.replaceChildren(
      h('p', {}, raw.after_us === null || raw.after_us === undefined ? 'Not an answer to an interaction.' : `Answered after ${(raw.after_us / 1000).toFixed(1)} ms.`),
      ...[part('The interaction', raw.interaction), ...(raw.requests ?? []).map((one) => part(`${one.method} ${one.path} → ${one.status ?? 'cut'}`, one.body ?? {}, true)), part('The message', raw.message)].filter(Boolean),
    );
  }
}
