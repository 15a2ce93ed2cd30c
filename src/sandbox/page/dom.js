// Small helpers. Nothing here, or anywhere on this page, sets markup from text.

/** Makes an element: h('button', {class: 'x', onclick: f}, 'text', child, …). */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

const PATHS = {
  eye: 'M12 5C6 5 2.5 10.2 2 12c.5 1.8 4 7 10 7s9.5-5.2 10-7c-.5-1.8-4-7-10-7zm0 11a4 4 0 1 1 0-8 4 4 0 0 1 0 8zm0-2a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  plus: 'M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7z',
  send: 'M3 4l18 8-18 8 3-8zm5 8l-1.500 4L17 12 6.500 8z',
  dots: 'M5 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  close: 'M5.600 4.200L12 10.600l6.400-6.400 1.400 1.400L13.400 12l6.400 6.400-1.400 1.400L12 13.400l-6.400 6.400-1.400-1.400L10.600 12 4.200 5.600z',
  bars: 'M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z',
  tools: 'M9.400 16.600L4.800 12l4.600-4.600L8 6l-6 6 6 6zm5.200 0L19.200 12l-4.600-4.600L16 6l6 6-6 6z',
  system: 'M12 3a9 9 0 1 0 0 18zm0 0v18a9 9 0 0 0 0-18zm1 2.100a7 7 0 0 1 0 13.800z',
  light: 'M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM11 1h2v4h-2zm0 18h2v4h-2zM1 11h4v2H1zm18 0h4v2h-4zM4.200 5.600l1.400-1.400 2.800 2.800L7 8.400zM15.600 17l1.400-1.400 2.800 2.800-1.400 1.400zM4.200 18.400L7 15.600 8.400 17l-2.800 2.800zM15.600 7l2.800-2.800 1.400 1.400L17 8.400z',
  dark: 'M10 2.500a9.500 9.500 0 1 0 11.500 11.500A8 8 0 0 1 10 2.500z',
  file: 'M6 2h8l5 5v15H6zm8 1.500V8h4.500z',
  warn: 'M12 3l10 18H2zm-1 6v6h2V9zm0 8v2h2v-2z',
};

/** A small drawing beside a text or in a button with a label of its own. */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'drawing');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

const HUES = ['#4f5bd5', '#2d7d46', '#8f5a08', '#b92d4d', '#8344a8', '#17707e'];

/** A round avatar with the first letter of a name. */
export function avatar(name, bot = false) {
  const element = h('span', { class: 'avatar', 'aria-hidden': 'true' }, bot ? '✓' : (name[0] ?? '?').toUpperCase());
  paint(element, name, bot);
  return element;
}

/** Colours an avatar by its name. */
export function paint(element, name, bot = false) {
  let sum = 0;
  for (const letter of name) sum += letter.codePointAt(0);
  element.style.background = bot ? '#4f5bd5' : HUES[sum % HUES.length];
}

let counter = 0;
/** An id that no other element has. */
export function unique(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Shows a short notice for a while. */
export function toast(text) {
  const list = document.getElementById('toasts');
  const close = h('button', { type: 'button', 'aria-label': 'Close', onclick: () => note.remove() }, icon('close'));
  const note = h('div', { class: 'toast' }, h('span', {}, text), close);
  list.append(note);
  while (list.children.length > 3) list.firstChild.remove();
  setTimeout(() => note.remove(), 12000);
}

/** When something was written, as Discord says it. */
export function clock(moment) {
  const date = new Date(moment);
  const time = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const today = new Date();
  return date.toDateString() === today.toDateString() ? `Today at ${time}` : `${date.toLocaleDateString()} ${time}`;
}
