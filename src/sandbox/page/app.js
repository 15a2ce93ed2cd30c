// The frame: one socket to the stand-in, who one is, where one is.

import { h, avatar, icon, paint, toast } from './dom.js';
import { know } from './markdown.js';
import { showMessages, stick } from './messages.js';
import { Composer } from './composer.js';
import { openForm } from './dialog.js';
import { Panel } from './panel.js';

const $ = (id) => document.getElementById(id);
const key = new URLSearchParams(location.search).get('key');

/** What the stand-in told last. */
export const state = { around: null, commands: [], messages: { messages: [], waiting: [] }, refused: [] };
const view = JSON.parse(sessionStorage.getItem('view') ?? '{"who": null, "place": null}');
const seen = new Map();
const waiting = new Map();
let socket;
let number = 0;
let refusedSoFar = null;

/** Asks the stand-in for something; resolves with what came of it. */
export function ask(request) {
  number += 1;
  const id = number;
  return new Promise((resolve) => {
    if (socket.readyState !== WebSocket.OPEN) {
      resolve({ error: 'The sandbox is not running.' });
      return;
    }
    waiting.set(id, resolve);
    socket.send(JSON.stringify({ ...request, id }));
  });
}

/** Does something that is an interaction, and opens the form if that is the answer. */
export async function act(request) {
  const value = await ask(request);
  // What is wrong with a command or a form is said where it was typed.
  if (value.error && !['run', 'submit'].includes(request.do)) toast(value.error);
  if (value.outcome === 'modal') openForm(value.interaction, value.modal);
  return value;
}

/** Hands a file over; resolves with the name under which a command takes it. */
export async function upload(file) {
  const answer = await fetch(`/page/upload?key=${key}&name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file });
  if (!answer.ok) {
    toast(await answer.text());
    return null;
  }
  return (await answer.json()).upload;
}

const composer = new Composer($('composer'));
const panel = new Panel($('panel'));

function connect() {
  socket = new WebSocket(`ws://${location.host}/page/socket?key=${key}`);
  socket.addEventListener('open', () => {
    $('offline').hidden = true;
    if (view.who) look();
  });
  socket.addEventListener('message', (event) => hear(JSON.parse(event.data)));
  socket.addEventListener('close', () => {
    for (const resolve of waiting.values()) resolve({ error: 'The sandbox stopped.' });
    waiting.clear();
    $('offline').textContent = 'The sandbox is not running. Start it again with “certwise sandbox” and use its new address.';
    $('offline').hidden = false;
    setTimeout(connect, 2000);
  });
}

function look() {
  // A reload of the page finds one where one was.
  sessionStorage.setItem('view', JSON.stringify(view));
  socket.send(JSON.stringify({ do: 'view', who: view.who, place: view.place }));
}

function hear(message) {
  if (message.answer !== undefined) {
    waiting.get(message.answer)?.(message.value);
    waiting.delete(message.answer);
    return;
  }
  state[message.topic] = message.value;
  if (message.topic === 'around') around();
  if (message.topic === 'commands') composer.refresh();
  if (message.topic === 'messages') showMessages($('log'), state);
  if (message.topic === 'refused') refused();
}

function around() {
  const { around } = state;
  know(around);
  Object.assign(view, { who: around.who, place: around.place });
  const me = around.people.find((person) => person.id === around.who);
  const server = around.servers.find((one) => one.channels.some((channel) => channel.id === around.place));
  const channel = server?.channels.find((one) => one.id === around.place);
  $('title').textContent = channel ? `# ${channel.name}` : '@ certwise';
  document.title = `${channel ? `#${channel.name} · ${server.name}` : 'certwise'} – sandbox`;
  $('status').textContent = around.bot.online ? '● certwise is online' : '○ certwise is offline';
  $('status').className = around.bot.online ? 'online' : 'offline';
  places(around);
  people(around, me);
  const here = channel?.id ?? around.dm.id;
  $('typing').textContent = around.bot.typing.includes(here) ? 'certwise is typing…' : '';
  composer.setPlace(channel ? `#${channel.name}` : '@certwise', around.place);
  panel.refresh(state);
}

function places(around) {
  const spot = `${around.who} ${around.place}`;
  const unread = (id, last) => {
    const mine = `${around.who} ${id}`;
    if (mine === spot || !seen.has(mine)) seen.set(mine, last);
    return Boolean(last) && seen.get(mine) !== last;
  };
  const dot = (yes) => yes && h('span', { class: 'dot' }, h('span', { class: 'hidden' }, ' (unread)'));
  const here = around.servers.find((server) => server.channels.some((channel) => channel.id === around.place));
  const place = (id, name, current, news, face) =>
    h('button', { type: 'button', class: 'place', title: name, 'aria-current': current ? 'true' : false, onclick: () => go(id) }, face, h('span', { class: 'name' }, name), dot(news));
  const initials = (name) => name.split(' ').map((word) => word[0]).join('').slice(0, 3);
  const focused = document.activeElement?.closest?.('#places') ? [...document.querySelectorAll('#places button')].indexOf(document.activeElement) : -1;
  $('places').replaceChildren(
    place('dm', 'Direct messages', !here, unread('dm', around.dm.last), avatar('certwise', true)),
    h('hr'),
    ...around.servers.map((server) => {
      const news = server.channels.map((channel) => unread(channel.id, channel.last)).some(Boolean);
      const face = h('span', { class: 'avatar server', 'aria-hidden': 'true' }, initials(server.name));
      return place(server.channels[0].id, server.name, server === here, news, face);
    }),
  );
  if (focused >= 0) document.querySelectorAll('#places button')[focused]?.focus();
  const channel = (id, name, sign) =>
    h('button', { type: 'button', class: 'channel', 'aria-current': id === around.place ? 'page' : false, onclick: () => go(id) }, sign, h('span', {}, name));
  $('channels').replaceChildren(
    h('h2', {}, here?.name ?? 'Direct messages'),
    ...(here
      ? here.channels.map((one) => channel(one.id, one.name, h('span', { class: 'hash', 'aria-hidden': 'true' }, '#')))
      : [channel('dm', 'certwise', avatar('certwise', true))]),
  );
}

function people(around, me) {
  const select = $('who');
  if (select.children.length !== around.people.length) {
    select.replaceChildren(...around.people.map((person) => h('option', { value: person.id }, `${person.name} – ${person.note}`)));
  }
  select.value = around.who;
  const face = $('me-avatar');
  face.textContent = me.name[0];
  paint(face, me.name);
}

function go(place) {
  view.place = place;
  look();
  drawer(false);
  composer.focus();
}

function drawer(open) {
  document.body.classList.toggle('drawer', open);
  $('scrim').hidden = !open;
  $('open-places').setAttribute('aria-expanded', String(open));
  if (open) document.querySelector('#places [aria-current]')?.focus();
}

function refused() {
  const newest = state.refused.at(-1)?.number ?? -1;
  if (refusedSoFar !== null) {
    for (const one of state.refused) {
      if (one.number > refusedSoFar && one.response?.code === 50035) {
        toast(`Discord refused a reply of the bot: Invalid Form Body – ${formErrors(one.response.errors)}`);
      }
    }
  }
  refusedSoFar = newest;
  panel.refresh(state);
}

/** Discord's tree of form errors, in one line. */
export function formErrors(tree, path = '') {
  const found = [];
  for (const [name, value] of Object.entries(tree ?? {})) {
    if (name === '_errors') found.push(...value.map((error) => `${path}: ${error.message}`));
    else found.push(formErrors(value, path ? `${path}.${name}` : name));
  }
  return found.join(' ');
}

function theme(next) {
  const now = localStorage.getItem('theme') ?? 'system';
  const order = ['system', 'light', 'dark'];
  const chosen = next ? order[(order.indexOf(now) + 1) % 3] : now;
  localStorage.setItem('theme', chosen);
  document.documentElement.dataset.theme = chosen;
  $('theme').replaceChildren(icon(chosen));
  $('theme').setAttribute('aria-label', `Colours: ${chosen}`);
  $('theme').title = `Colours: ${chosen}`;
}

$('who').addEventListener('change', (event) => {
  view.who = event.target.value;
  look();
  drawer(false);
});
$('open-places').addEventListener('click', () => drawer(!document.body.classList.contains('drawer')));
$('scrim').addEventListener('click', () => drawer(false));
$('open-panel').addEventListener('click', () => panel.toggle());
$('theme').addEventListener('click', () => theme(true));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.body.classList.contains('drawer')) drawer(false);
});
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  composer.focus();
});
document.addEventListener('raw', (event) => panel.select(event.detail));
stick($('log'));
$('open-places').append(icon('bars'));
$('open-panel').append(icon('tools'));
theme(false);
connect();
