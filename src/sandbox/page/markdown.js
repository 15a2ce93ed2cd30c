// Discord's Markdown, as elements. Text only ever becomes text nodes.

import { h } from './dom.js';

/** The people, roles, channels and commands that a text may name. */
const names = { users: new Map(), roles: new Map(), channels: new Map() };

/** Tells which names there are. */
export function know(around) {
  names.users = new Map(around.users.map((one) => [one.id, one.name]));
  names.roles = new Map(around.servers.flatMap((server) => server.roles.map((role) => [role.id, role.name])));
  names.channels = new Map(around.servers.flatMap((server) => server.channels.map((one) => [one.id, one.name])));
}

/** Renders a text; `inline` leaves out headings, quotes, lists and blocks. */
export function markdown(text, { inline = false } = {}) {
  const fragment = document.createDocumentFragment();
  if (inline) fragment.append(...spans(text));
  else fragment.append(...blocks(text));
  return fragment;
}

function blocks(text) {
  const out = [];
  // Code blocks first: nothing inside them means anything.
  const fence = /```(?:([\w+-]+)\n)?\n?([\s\S]*?)```/g;
  let from = 0;
  for (const match of text.matchAll(fence)) {
    out.push(...lines(text.slice(from, match.index).replace(/\n$/, '')));
    out.push(h('pre', {}, h('code', {}, match[2].replace(/\n$/, ''))));
    from = match.index + match[0].length;
    if (text[from] === '\n') from += 1;
  }
  out.push(...lines(text.slice(from)));
  return out;
}

function lines(text) {
  if (text === '') return [];
  const out = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.length > 0) out.push(h('div', { class: 'line' }, ...spans(paragraph.join('\n'))));
    paragraph = [];
  };
  const all = text.split('\n');
  for (let at = 0; at < all.length; at += 1) {
    const line = all[at];
    let match;
    if ((match = line.match(/^(#{1,3}) +(.+)$/))) {
      flush();
      out.push(h('div', { class: `heading heading-${match[1].length}`, role: 'heading', 'aria-level': match[1].length + 2 }, ...spans(match[2])));
    } else if ((match = line.match(/^-# +(.+)$/))) {
      flush();
      out.push(h('small', { class: 'subtext' }, ...spans(match[1])));
    } else if ((match = line.match(/^>>> ([\s\S]*)$/))) {
      flush();
      out.push(h('blockquote', {}, ...lines([match[1], ...all.slice(at + 1)].join('\n'))));
      return out;
    } else if (/^> /.test(line)) {
      flush();
      const quoted = [];
      while (at < all.length && /^> ?/.test(all[at])) quoted.push(all[at++].replace(/^> ?/, ''));
      at -= 1;
      out.push(h('blockquote', {}, ...lines(quoted.join('\n'))));
    } else if (/^ *([-*]|\d+\.) +\S/.test(line)) {
      flush();
      const items = [];
      while (at < all.length && (match = all[at].match(/^( *)([-*]|\d+\.) +(.+)$/))) {
        items.push({ depth: Math.floor(match[1].length / 2), mark: match[2], text: match[3] });
        at += 1;
      }
      at -= 1;
      for (let next = 0; next < items.length; ) {
        const made = list(items, next, items[next].depth);
        out.push(made.element);
        next = made.next;
      }
    } else if (line === '') {
      flush();
      out.push(h('div', { class: 'gap' }));
    } else {
      paragraph.push(line);
    }
  }
  flush();
  return out;
}

function list(items, from, depth) {
  const ordered = /\d/.test(items[from].mark);
  const element = h(ordered ? 'ol' : 'ul', ordered ? { start: parseInt(items[from].mark, 10) } : {});
  let at = from;
  while (at < items.length && items[at].depth >= depth) {
    // A list of the other kind at the same depth is a list of its own.
    if (items[at].depth === depth && /\d/.test(items[at].mark) !== ordered) break;
    if (items[at].depth > depth && element.lastChild) {
      const inner = list(items, at, items[at].depth);
      element.lastChild.append(inner.element);
      at = inner.next;
    } else {
      element.append(h('li', {}, ...spans(items[at].text)));
      at += 1;
    }
  }
  return { element, next: at };
}

const RULES = [
  { find: /^\\([^\w\s])/, make: (match) => match[1] },
  { find: /^``([\s\S]+?)``(?!`)/, make: (match) => h('code', {}, match[1].trim()) },
  { find: /^`([^`\n]+)`/, make: (match) => h('code', {}, match[1]) },
  { find: /^\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?(?: "[^"\n]*")?\)/, make: (match) => link(match[2], spans(match[1])) },
  { find: /^<(https?:\/\/[^\s>]+)>/, make: (match) => link(match[1], [match[1]]) },
  { find: /^https?:\/\/[^\s<>()]*[^\s<>().,:;"'\]!?*_~|]/, make: (match) => link(match[0], [match[0]]) },
  { find: /^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, make: (match) => moment(Number(match[1]), match[2] ?? 'f') },
  { find: /^<@!?(\d+)>/, make: (match) => mention(`@${names.users.get(match[1]) ?? 'unknown-user'}`) },
  { find: /^<@&(\d+)>/, make: (match) => mention(`@${names.roles.get(match[1]) ?? 'unknown-role'}`) },
  { find: /^<#(\d+)>/, make: (match) => mention(`#${names.channels.get(match[1]) ?? 'unknown'}`) },
  { find: /^<\/([\w -]+):\d+>/, make: (match) => mention(`/${match[1]}`) },
  { find: /^@(everyone|here)\b/, make: (match) => mention(match[0]) },
  { find: /^\*\*\*([\s\S]+?)\*\*\*/, make: (match) => h('strong', {}, h('em', {}, ...spans(match[1]))) },
  { find: /^\*\*([\s\S]+?)\*\*(?!\*)/, make: (match) => h('strong', {}, ...spans(match[1])) },
  { find: /^__([\s\S]+?)__(?!_)/, make: (match) => h('u', {}, ...spans(match[1])) },
  { find: /^~~([\s\S]+?)~~/, make: (match) => h('s', {}, ...spans(match[1])) },
  { find: /^\|\|([\s\S]+?)\|\|/, make: (match) => spoiler(match[1]) },
  { find: /^\*(?!\s)([^*\n]*[^*\s])\*(?!\*)/, make: (match) => h('em', {}, ...spans(match[1])) },
  { find: /^_([^_\n]+)_(?!\w)/, make: (match) => h('em', {}, ...spans(match[1])), start: true },
];

function spans(text) {
  const out = [];
  let plain = '';
  let at = 0;
  outer: while (at < text.length) {
    const rest = text.slice(at);
    const inWord = at > 0 && /\w/.test(text[at - 1]);
    for (const rule of RULES) {
      if (rule.start && inWord) continue;
      const match = rest.match(rule.find);
      if (match) {
        const made = rule.make(match);
        if (typeof made === 'string') plain += made;
        else {
          if (plain) out.push(plain);
          plain = '';
          out.push(made);
        }
        at += match[0].length;
        continue outer;
      }
    }
    plain += text[at];
    at += 1;
  }
  if (plain) out.push(plain);
  return out;
}

function link(address, children) {
  return h('a', { href: address, target: '_blank', rel: 'noopener noreferrer', title: address }, ...children);
}

function mention(text) {
  return h('span', { class: 'mention' }, text);
}

function spoiler(text) {
  const show = () => element.classList.add('shown');
  const element = h('span', { class: 'spoiler', tabindex: '0', role: 'button', 'aria-label': 'Spoiler', onclick: show }, ...spans(text));
  element.addEventListener('keydown', (event) => event.key === 'Enter' && show());
  return element;
}

const STYLES = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

function moment(seconds, style) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `<t:${seconds}>`;
  const text = style === 'R' ? relative(seconds) : date.toLocaleString([], STYLES[style]);
  return h('time', { class: 'moment', datetime: date.toISOString(), title: date.toLocaleString([], STYLES.F) }, text);
}

function relative(seconds) {
  const away = seconds - Date.now() / 1000;
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  for (const [unit, size] of [['year', 31536000], ['month', 2592000], ['day', 86400], ['hour', 3600], ['minute', 60]]) {
    if (Math.abs(away) >= size) return format.format(Math.round(away / size), unit);
  }
  return format.format(Math.round(away), 'second');
}
