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

const HUES = ['#5865f2', '#3ba55c', '#c27c0e', '#d83c5e', '#9b59b6', '#1f8b9d'];

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
  const close = h('button', { type: 'button', 'aria-label': 'Close', onclick: () => note.remove() }, '✕');
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
