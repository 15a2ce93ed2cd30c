// The list of messages: authors, embeds, attachments, buttons and selects.

import { h, avatar, clock, icon, toast, unique } from './dom.js';
import { markdown } from './markdown.js';
import { act, ask, state } from './app.js';

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const drawn = new Map();
/** What was chosen in a select, until its message changes. */
const picked = new Map();
let drawnChannel = null;
/** Whether the newest message is to stay in view. */
let stuck = true;

/** Keeps the newest message in view, also when the message box grows. */
export function stick(log) {
  log.addEventListener('scroll', () => {
    stuck = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  });
  new ResizeObserver(() => {
    if (stuck) log.scrollTop = log.scrollHeight;
  }).observe(log);
}

/** Brings the list up to date, touching only what changed, so that a screen reader reads only that. */
export function showMessages(log, { messages: topic }) {
  const fresh = drawnChannel !== `${topic.channel} ${state.around.who}`;
  if (fresh) {
    drawn.clear();
    log.replaceChildren();
    log.setAttribute('aria-live', 'off');
    drawnChannel = `${topic.channel} ${state.around.who}`;
  }
  const wanted = [];
  if (topic.messages.length === 0) wanted.push(['welcome', topic.dm, () => welcome(topic.dm)]);
  let before = null;
  for (const message of topic.messages) {
    const waiting = topic.waiting.filter((one) => one.source === message.id && one.kind === 3);
    const together = follows(before, message);
    wanted.push([message.id, JSON.stringify([message, waiting, together]), () => article(message, waiting, together)]);
    before = message;
  }
  for (const one of topic.waiting.filter((one) => one.kind === 2)) {
    // Ids grow with time, so what got no answer stands where the answer would.
    const later = wanted.findIndex(([id]) => /^\d/.test(id) && BigInt(id) > BigInt(one.id));
    wanted.splice(later < 0 ? wanted.length : later, 0, [`w${one.id}`, String(one.failed), () => waitingCommand(one)]);
  }
  let place = log.firstChild;
  const keep = new Set(wanted.map(([id]) => id));
  for (const [id, entry] of drawn) {
    if (!keep.has(id)) {
      if (entry.element === place) place = place.nextSibling;
      entry.element.remove();
      drawn.delete(id);
    }
  }
  for (const [id, text, make] of wanted) {
    const old = drawn.get(id);
    if (old?.text === String(text)) {
      if (old.element !== place) log.insertBefore(old.element, place);
      else place = place.nextSibling;
      continue;
    }
    const element = make();
    if (old) {
      const focus = document.activeElement;
      const spot = old.element.contains(focus) ? focus.dataset.focus : null;
      if (old.element === place) place = place.nextSibling;
      old.element.replaceWith(element);
      if (spot) (element.querySelector(`[data-focus="${CSS.escape(spot)}"]`) ?? element.querySelector('button'))?.focus();
    } else {
      log.insertBefore(element, place);
      // One wants to see what comes of one's own command.
      if (id.startsWith('w')) stuck = true;
    }
    drawn.set(id, { text: String(text), element });
  }
  if (stuck || fresh) log.scrollTop = log.scrollHeight;
  if (fresh) setTimeout(() => log.setAttribute('aria-live', 'polite'), 200);
}

function welcome(dm) {
  return h(
    'div',
    { class: 'welcome' },
    h('h2', {}, dm ? 'Your direct messages with certwise' : 'Welcome!'),
    h('p', {}, dm ? 'Write in your own words, as you would to a person: “i know python, have $200 and two months, what should i take?”' : 'Type / to see what certwise can do. Only you and this computer are here: nothing is sent anywhere.'),
  );
}

function follows(before, message) {
  return Boolean(
    before &&
      before.author.id === message.author.id &&
      !message.message_reference &&
      !message.interaction_metadata &&
      new Date(message.timestamp) - new Date(before.timestamp) < 420000,
  );
}

function nameOf(user) {
  return user?.global_name ?? user?.username ?? 'somebody';
}

function origin(message) {
  let made = message.interaction_metadata;
  if (made?.type === 5) made = made.triggering_interaction_metadata;
  if (made?.type === 2 && !message.message_reference) {
    return h('div', { class: 'origin' }, avatar(nameOf(made.user)), h('b', {}, nameOf(made.user)), ' used ', h('span', { class: 'mention' }, `/${made.name ?? 'a command'}`));
  }
  if (message.message_reference) {
    const to = message.referenced_message;
    if (!to) return h('div', { class: 'origin' }, h('i', {}, 'Original message was deleted'));
    const text = to.content || to.embeds?.[0]?.title || to.embeds?.[0]?.description || 'Click to see attachment';
    return h('div', { class: 'origin' }, avatar(nameOf(to.author), to.author.bot), h('b', {}, nameOf(to.author)), ' ', h('span', { class: 'snippet' }, text.slice(0, 120)));
  }
  return null;
}

function article(message, waiting, together) {
  const flags = message.flags ?? 0;
  const loading = Boolean(flags & LOADING);
  const label = unique('author');
  const failed = waiting.some((one) => one.failed);
  const head = h(
    'header',
    { class: together ? 'hidden' : false, id: label },
    h('b', { class: message.author.bot ? 'author bot' : 'author' }, nameOf(message.author)),
    message.author.bot && h('span', { class: 'tag' }, 'APP'),
    h('time', { datetime: message.timestamp }, clock(message.timestamp)),
  );
  const body = h('div', { class: 'body' });
  if (loading) body.append(thinking());
  if (message.content) {
    body.append(h('div', { class: 'content' }, markdown(message.content), message.edited_timestamp && h('span', { class: 'edited' }, ' (edited)')));
  }
  for (const attachment of message.attachments ?? []) {
    if (!usedInEmbed(message, attachment)) body.append(file(attachment));
  }
  for (const embed of message.embeds ?? []) body.append(card(embed, message));
  if (!message.content && message.edited_timestamp && !loading) body.append(h('span', { class: 'edited' }, '(edited)'));
  for (const part of message.components ?? []) body.append(component(part, message, waiting));
  if (failed) body.append(h('p', { class: 'failed', role: 'alert' }, icon('warn'), 'This interaction failed'));
  if (flags & EPHEMERAL) {
    body.append(
      h(
        'p',
        { class: 'private' },
        icon('eye'),
        'Only you can see this · ',
        h('button', { type: 'button', class: 'link', dataset: { focus: 'dismiss' }, onclick: () => act({ do: 'dismiss', message: message.id }) }, 'Dismiss message'),
      ),
    );
  }
  const element = h(
    'article',
    { class: `message${together ? ' together' : ''}${flags & EPHEMERAL ? ' ephemeral' : ''}`, dataset: { id: message.id }, 'aria-labelledby': label },
    origin(message),
    together ? h('span', { class: 'avatar none' }) : avatar(nameOf(message.author), message.author.bot),
    head,
    body,
    tools(message),
  );
  element.addEventListener('contextmenu', (event) => {
    if (event.target.closest('a, button, input, img')) return;
    event.preventDefault();
    menu(message, element.querySelector('.tools button'));
  });
  return element;
}

function thinking() {
  return h('p', { class: 'thinking' }, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), 'certwise is thinking…');
}

function waitingCommand(one) {
  const me = state.around.people.find((person) => person.id === state.around.who);
  return h(
    'article',
    { class: 'message ephemeral', 'aria-label': `/${one.name}` },
    h('div', { class: 'origin' }, avatar(me.name), h('b', {}, me.name), ' used ', h('span', { class: 'mention' }, one.menu ? one.name : `/${one.name}`)),
    avatar('certwise', true),
    h('header', {}, h('b', { class: 'author bot' }, 'certwise'), h('span', { class: 'tag' }, 'APP')),
    h(
      'div',
      { class: 'body' },
      one.failed ? h('p', { class: 'failed', role: 'alert' }, icon('warn'), 'The application did not respond') : thinking(),
      one.failed &&
        h(
          'p',
          { class: 'private' },
          icon('eye'),
          'Only you can see this · ',
          h('button', { type: 'button', class: 'link', onclick: () => ask({ do: 'forget', interaction: one.id }) }, 'Dismiss message'),
        ),
    ),
  );
}

// Attachments and embeds

function local(address) {
  const place = URL.canParse(address) ? new URL(address) : null;
  return ['127.0.0.1', 'localhost'].includes(place?.hostname) && place.port === location.port && place.pathname.startsWith('/attachments/');
}

function usedInEmbed(message, attachment) {
  const name = `attachment://${attachment.filename}`;
  return (message.embeds ?? []).some((embed) => [embed.image?.url, embed.thumbnail?.url].includes(name));
}

function picture(attachment) {
  const image = h('img', { src: new URL(attachment.url).pathname, alt: attachment.description ?? attachment.filename, width: attachment.width, height: attachment.height, loading: 'lazy' });
  return h('figure', {}, h('a', { href: new URL(attachment.url).pathname, target: '_blank', rel: 'noopener' }, image), attachment.description && h('figcaption', { class: 'alt', title: attachment.description }, 'ALT', h('span', { class: 'alt-text' }, ` ${attachment.description}`)));
}

function file(attachment) {
  if (attachment.content_type?.startsWith('image/') && local(attachment.url)) return picture(attachment);
  const size = attachment.size < 1024 ? `${attachment.size} bytes` : `${(attachment.size / 1024).toFixed(1)} KB`;
  return h('div', { class: 'file' }, icon('file'), h('div', {}, h('a', { href: new URL(attachment.url).pathname, download: attachment.filename }, attachment.filename), h('small', {}, size), attachment.description && h('small', {}, attachment.description)));
}

function image(address, message) {
  if (!address) return null;
  const name = address.startsWith('attachment://') ? address.slice(13) : null;
  const attachment = (message.attachments ?? []).find((one) => one.filename === name);
  if (attachment) return picture(attachment);
  // The page asks nobody else for anything, so pictures from elsewhere are named, not shown.
  return h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, address);
}

function card(embed, message) {
  const title = embed.title && h('div', { class: 'embed-title' }, embed.url ? h('a', { href: embed.url, target: '_blank', rel: 'noopener noreferrer' }, markdown(embed.title, { inline: true })) : markdown(embed.title, { inline: true }));
  const element = h(
    'div',
    { class: 'embed' },
    embed.author && h('div', { class: 'embed-author' }, embed.author.name),
    title,
    embed.description && h('div', { class: 'embed-description' }, markdown(embed.description)),
    embed.fields?.length > 0 &&
      h(
        'dl',
        {},
        ...embed.fields.map((field) => h('div', { class: field.inline ? 'inline' : '' }, h('dt', {}, markdown(field.name, { inline: true })), h('dd', {}, markdown(field.value)))),
      ),
    embed.image && image(embed.image.url, message),
    (embed.footer || embed.timestamp) &&
      h('div', { class: 'embed-footer' }, [embed.footer?.text, embed.timestamp && clock(embed.timestamp)].filter(Boolean).join(' · ')),
  );
  if (Number.isInteger(embed.color)) element.style.borderLeftColor = `#${embed.color.toString(16).padStart(6, '0')}`;
  return element;
}

// Buttons and selects

function component(part, message, waiting) {
  switch (part.type) {
    case 1:
      return h('div', { class: 'row' }, ...part.components.map((one) => component(one, message, waiting)));
    case 2:
      return button(part, message, waiting);
    case 3:
      return select(part, message, waiting);
    case 9:
      return h('div', { class: 'section' }, h('div', {}, ...part.components.map((one) => component(one, message, waiting))), component(part.accessory, message, waiting));
    case 10:
      return h('div', { class: 'content' }, markdown(part.content));
    case 14:
      return h('hr');
    case 17: {
      const element = h('div', { class: 'embed' }, ...part.components.map((one) => component(one, message, waiting)));
      if (Number.isInteger(part.accent_color)) element.style.borderLeftColor = `#${part.accent_color.toString(16).padStart(6, '0')}`;
      return element;
    }
    default:
      return h('p', { class: 'failed' }, `This page cannot show components of type ${part.type}.`);
  }
}

function emoji(one) {
  return one?.name && h('span', { class: 'emoji', 'aria-hidden': 'true' }, one.id ? `:${one.name}:` : one.name);
}

function use(message, request) {
  for (const one of state.messages.waiting) {
    if (one.source === message.id && one.failed) ask({ do: 'forget', interaction: one.id });
  }
  return act({ message: message.id, ...request });
}

function button(part, message, waiting) {
  if (part.style === 5) {
    return h('a', { class: 'button style-5', href: part.url, target: '_blank', rel: 'noopener noreferrer', title: part.url }, emoji(part.emoji), part.label, h('span', { 'aria-hidden': 'true' }, ' ↗'));
  }
  const busy = waiting.some((one) => !one.failed && one.custom_id === part.custom_id);
  return h(
    'button',
    {
      type: 'button',
      class: `button style-${part.style}${busy ? ' busy' : ''}`,
      disabled: part.disabled === true,
      'aria-busy': busy ? 'true' : false,
      dataset: { focus: part.custom_id },
      onclick: () => !busy && use(message, { do: 'press', custom_id: part.custom_id }),
    },
    emoji(part.emoji),
    part.label,
  );
}

function select(part, message, waiting) {
  const least = part.min_values ?? 1;
  const most = part.max_values ?? 1;
  const many = most > 1;
  const busy = waiting.some((one) => !one.failed && one.custom_id === part.custom_id);
  const spot = `${message.id} ${part.custom_id} ${message.edited_timestamp}`;
  const chosen = new Set(picked.get(spot) ?? part.options.filter((one) => one.default).map((one) => one.value));
  const list = unique('options');
  const box = h('div', { class: 'select' });
  const text = () => part.options.filter((one) => chosen.has(one.value)).map((one) => one.label).join(', ') || part.placeholder || 'Make a selection';
  const opener = h(
    'button',
    { type: 'button', class: 'select-opener', 'aria-haspopup': 'listbox', 'aria-expanded': 'false', 'aria-controls': list, disabled: part.disabled === true || busy, dataset: { focus: part.custom_id } },
    h('span', {}, text()),
    h('span', { 'aria-hidden': 'true' }, '⌄'),
  );
  let at = 0;
  const items = part.options.map((option, index) =>
    h(
      'div',
      { role: 'option', id: `${list}-${index}`, class: 'option', onclick: () => pick(index) },
      emoji(option.emoji),
      h('div', {}, h('span', {}, option.label), option.description && h('small', {}, option.description)),
      h('span', { class: 'check', 'aria-hidden': 'true' }, '✓'),
    ),
  );
  const listbox = h('div', { role: 'listbox', id: list, class: 'options', tabindex: '-1', 'aria-label': part.placeholder ?? 'Options', 'aria-multiselectable': String(many), hidden: true }, ...items);
  const mark = () => {
    items.forEach((item, index) => {
      item.classList.toggle('active', index === at);
      item.setAttribute('aria-selected', String(chosen.has(part.options[index].value)));
    });
    listbox.setAttribute('aria-activedescendant', items[at]?.id ?? '');
    items[at]?.scrollIntoView({ block: 'nearest' });
  };
  const open = (yes) => {
    listbox.hidden = !yes;
    opener.setAttribute('aria-expanded', String(yes));
    if (yes) {
      at = Math.max(0, part.options.findIndex((one) => chosen.has(one.value)));
      mark();
      listbox.focus();
      listbox.scrollIntoView({ block: 'nearest' });
    }
  };
  const send = () => {
    picked.set(spot, [...chosen]);
    use(message, { do: 'select', custom_id: part.custom_id, values: [...chosen] });
  };
  let changed = false;
  const pick = (index) => {
    const { value } = part.options[index];
    at = index;
    if (many) {
      if (chosen.has(value)) chosen.delete(value);
      else if (chosen.size < most) chosen.add(value);
      changed = true;
      mark();
      opener.firstChild.textContent = text();
      return;
    }
    chosen.clear();
    chosen.add(value);
    opener.firstChild.textContent = text();
    open(false);
    opener.focus();
    send();
  };
  const close = (focus) => {
    if (listbox.hidden) return;
    open(false);
    if (focus) opener.focus();
    if (changed && chosen.size >= least) send();
    changed = false;
  };
  opener.addEventListener('click', () => (listbox.hidden ? open(true) : close(true)));
  opener.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      open(true);
    }
  });
  listbox.addEventListener('keydown', (event) => {
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    if (event.key in moves) at = Math.min(items.length - 1, Math.max(0, moves[event.key]));
    else if (event.key === 'Enter' || event.key === ' ') pick(at);
    else if (event.key === 'Escape' || event.key === 'Tab') close(event.key === 'Escape');
    else if (event.key.length === 1) {
      const hit = part.options.findIndex((one) => one.label.toLowerCase().startsWith(event.key.toLowerCase()));
      if (hit >= 0) at = hit;
    } else return;
    if (event.key !== 'Tab') event.preventDefault();
    if (!listbox.hidden) mark();
  });
  listbox.addEventListener('focusout', (event) => {
    if (!box.contains(event.relatedTarget)) close(false);
  });
  box.append(opener, listbox);
  return box;
}

// What can be done with a message

function tools(message) {
  const opener = h('button', { type: 'button', class: 'icon', 'aria-label': `More for the message by ${nameOf(message.author)}`, 'aria-haspopup': 'menu', title: 'More', dataset: { focus: 'more' } }, icon('dots'));
  opener.addEventListener('click', () => menu(message, opener));
  return h('div', { class: 'tools' }, opener);
}

function menu(message, opener) {
  document.querySelector('.menu')?.remove();
  const apps = (message.flags & EPHEMERAL) === 0 ? state.commands.filter((command) => command.type === 3) : [];
  const item = (text, action) => h('button', { type: 'button', role: 'menuitem', tabindex: '-1', onclick: () => (close(), action()) }, text);
  const text = [message.content, ...(message.embeds ?? []).flatMap((embed) => [embed.title, embed.description, ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]), embed.footer?.text])].filter(Boolean).join('\n');
  const items = [
    ...apps.map((command) => item(command.name, () => act({ do: 'menu', message: message.id, name: command.name }))),
    item('Copy text', () => navigator.clipboard?.writeText(text).then(() => toast('Copied.'), () => toast('The browser did not allow copying.'))),
    item('Behind the scenes', () => document.dispatchEvent(new CustomEvent('raw', { detail: message.id }))),
  ];
  const popup = h('div', { class: 'menu', role: 'menu', 'aria-label': 'Message' }, apps.length > 0 && h('div', { class: 'menu-title', role: 'presentation' }, 'Apps'), ...items);
  const close = () => {
    popup.remove();
    document.removeEventListener('pointerdown', outside);
    opener.setAttribute('aria-expanded', 'false');
    if (opener.isConnected) opener.focus();
  };
  const outside = (event) => {
    if (!popup.contains(event.target)) close();
  };
  popup.addEventListener('keydown', (event) => {
    const at = items.indexOf(document.activeElement);
    const moves = { ArrowDown: (at + 1) % items.length, ArrowUp: (at + items.length - 1) % items.length, Home: 0, End: items.length - 1 };
    if (event.key in moves) items[moves[event.key]].focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  opener.setAttribute('aria-expanded', 'true');
  document.body.append(popup);
  const spot = opener.getBoundingClientRect();
  popup.style.top = `${Math.max(8, Math.min(spot.bottom + 4, innerHeight - popup.offsetHeight - 8))}px`;
  popup.style.left = `${Math.max(8, Math.min(spot.right - popup.offsetWidth, innerWidth - popup.offsetWidth - 8))}px`;
  items[0].focus();
  setTimeout(() => document.addEventListener('pointerdown', outside));
}
