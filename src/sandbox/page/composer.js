// The message box: plain text, or a command being filled in, by keyboard alone if one likes.

import { h, icon, toast, unique } from './dom.js';
import { act, ask, state, upload } from './app.js';

const OPTION = { SUB: 1, GROUP: 2, TEXT: 3, INTEGER: 4, BOOLEAN: 5, USER: 6, CHANNEL: 7, ROLE: 8, MENTIONABLE: 9, NUMBER: 10, FILE: 11 };

/** All commands that can be run, sub-commands with their whole path. */
function runnable(commands) {
  const found = [];
  const walk = (path, node, root) => {
    const inner = (node.options ?? []).filter((option) => option.type <= OPTION.GROUP);
    if (inner.length > 0) inner.forEach((option) => walk(`${path} ${option.name}`, option, root));
    else found.push({ path, description: node.description, options: node.options ?? [], id: `${root.id} ${path}` });
  };
  for (const command of commands) if ((command.type ?? 1) === 1) walk(command.name, command, command);
  return found.sort((a, b) => a.path.localeCompare(b.path));
}

export class Composer {
  constructor(root) {
    this.root = root;
    this.list = unique('suggestions');
    this.popup = h('div', { id: this.list, class: 'popup', role: 'listbox', 'aria-label': 'Suggestions', hidden: true });
    this.hint = h('div', { class: 'hint', role: 'status' });
    this.line = h('div', { class: 'line-box' });
    this.items = [];
    this.at = -1;
    this.command = null;
    this.place = '';
    root.append(this.popup, this.hint, this.line);
    this.plain();
    document.addEventListener('keydown', (event) => {
      // As in Discord, a slash anywhere begins a command.
      const typing = event.target.closest?.('input, textarea, select, dialog, [role=menu], [role=listbox]');
      if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        this.plain('/');
        this.suggestCommands();
      }
    });
    document.addEventListener('pointerdown', (event) => !root.contains(event.target) && this.hide());
  }

  setPlace(name, place) {
    if (place !== this.place) {
      this.place = place;
      this.name = name;
      if (this.command) this.plain();
    }
    this.name = name;
    if (this.input) this.input.placeholder = this.invitation();
  }

  invitation() {
    // A narrow box has room for the essential only.
    return matchMedia('(max-width: 480px)').matches ? `Message ${this.name}` : `Message ${this.name} · / for commands`;
  }

  focus() {
    (this.line.querySelector('input, textarea') ?? this.input)?.focus();
  }

  refresh() {
    this.commands = runnable(state.commands);
    if (!this.command && this.input.value.startsWith('/') && document.activeElement === this.input) this.suggestCommands();
  }

  // Plain text

  plain(text = '') {
    this.command = null;
    this.hide();
    this.hint.textContent = '';
    this.input = h('textarea', {
      id: 'composer-input',
      rows: 1,
      role: 'combobox',
      'aria-label': 'Message',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': this.list,
      maxlength: 2000,
      value: text,
      oninput: () => this.typed(),
      onkeydown: (event) => this.plainKey(event),
    });
    if (this.name) this.input.placeholder = this.invitation();
    const send = h('button', { type: 'button', class: 'icon send', 'aria-label': 'Send', title: 'Send', onclick: () => this.send() }, icon('send'));
    const slash = h('button', { type: 'button', class: 'icon', 'aria-label': 'Commands', title: 'Commands', onclick: () => this.open() }, icon('plus'));
    this.line.replaceChildren(slash, this.input, send);
    this.line.className = 'line-box';
    if (text || document.activeElement === document.body) this.input.focus();
  }

  open() {
    this.input.value = '/';
    this.input.focus();
    this.suggestCommands();
  }

  typed() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight, 160)}px`;
    if (/^\/[^\n]*$/.test(this.input.value)) this.suggestCommands();
    else this.hide();
  }

  suggestCommands() {
    const typed = this.input.value.slice(1).toLowerCase().trim();
    const starts = this.commands.filter((one) => one.path.startsWith(typed));
    const others = this.commands.filter((one) => !one.path.startsWith(typed) && (one.path.includes(typed) || one.description.toLowerCase().includes(typed)));
    // "/cert pmle": everything after the name goes into the first option.
    const exact = this.commands.filter((one) => typed.startsWith(`${one.path} `));
    const found = exact.length > 0 ? exact : [...starts, ...others];
    this.show(
      found.map((one) => ({
        main: `/${one.path}`,
        extra: one.options.map((option) => (option.required ? option.name : `[${option.name}]`)).join(' '),
        note: one.description,
        pick: () => this.begin(one, exact.includes(one) ? this.input.value.slice(one.path.length + 2) : ''),
      })),
      this.input,
      'No command fits. Anything else is sent as a message.',
      true,
    );
  }

  plainKey(event) {
    if (this.popupKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = '';
    this.typed();
    await ask({ do: 'write', text });
  }

  // A command

  begin(command, text) {
    this.command = command;
    this.pills = [];
    const cancel = h('button', { type: 'button', class: 'icon', 'aria-label': 'Cancel the command', title: 'Cancel (Escape)', onclick: () => this.plain() }, icon('close'));
    const send = h('button', { type: 'button', class: 'icon send', 'aria-label': 'Run the command', title: 'Run (Enter)', onclick: () => this.run() }, icon('send'));
    this.fields = h('div', { class: 'fields', role: 'group', 'aria-label': `/${command.path}: ${command.description}` }, h('span', { class: 'command-name' }, `/${command.path}`));
    this.more = h('input', {
      class: 'more',
      type: 'text',
      autocomplete: 'off',
      role: 'combobox',
      'aria-expanded': 'false',
      'aria-controls': this.list,
      'aria-label': 'Further options; Enter runs the command',
      oninput: () => this.suggestOptions(),
      onfocus: () => this.suggestOptions(),
      onkeydown: (event) => this.moreKey(event),
    });
    this.fields.append(this.more);
    this.line.replaceChildren(cancel, this.fields, send);
    this.line.className = 'line-box command';
    for (const option of command.options.filter((one) => one.required)) this.add(option);
    const first = this.pills[0];
    if (first && text.trim()) first.input.value = text.trim();
    (first?.input ?? this.more).focus();
    this.count();
  }

  count() {
    const left = this.left().length;
    this.more.placeholder = left > 0 ? `+${left} optional` : 'Enter to run';
  }

  left() {
    return this.command.options.filter((option) => !this.pills.some((pill) => pill.option.name === option.name));
  }

  add(option) {
    const id = unique('option');
    const input = h('input', {
      id,
      type: option.type === OPTION.FILE ? 'file' : 'text',
      autocomplete: 'off',
      role: option.type === OPTION.FILE ? undefined : 'combobox',
      'aria-expanded': option.type === OPTION.FILE ? undefined : 'false',
      'aria-controls': this.list,
      'aria-autocomplete': 'list',
      'aria-required': option.required ? 'true' : 'false',
      'aria-label': `${option.name}: ${option.description}`,
      inputmode: option.type === OPTION.INTEGER ? 'numeric' : option.type === OPTION.NUMBER ? 'decimal' : undefined,
    });
    const pill = { option, input, value: null, asked: 0, loading: false, eager: false };
    pill.element = h('div', { class: 'pill' }, h('label', { for: id }, option.name), input);
    input.addEventListener('input', () => {
      pill.value = null;
      pill.loading = false;
      pill.element.classList.remove('wrong');
      this.size(pill);
      this.suggestValues(pill);
    });
    input.addEventListener('focus', () => this.suggestValues(pill));
    input.addEventListener('keydown', (event) => this.pillKey(event, pill));
    if (option.type === OPTION.FILE) input.addEventListener('change', () => this.next(pill));
    this.pills.push(pill);
    this.fields.insertBefore(pill.element, this.more);
    this.size(pill);
    this.count();
    return pill;
  }

  size(pill) {
    if (pill.input.type !== 'file') pill.input.size = Math.min(40, Math.max(6, pill.input.value.length + 1));
  }

  remove(pill) {
    const at = this.pills.indexOf(pill);
    this.pills.splice(at, 1);
    pill.element.remove();
    this.count();
    (this.pills[at - 1]?.input ?? this.more).focus();
  }

  next(pill) {
    const at = this.pills.indexOf(pill);
    (this.pills[at + 1]?.input ?? this.more).focus();
  }

  suggestOptions() {
    const typed = this.more.value.toLowerCase().trim();
    this.hint.textContent = this.command.description;
    this.show(
      this.left()
        .filter((option) => option.name.includes(typed))
        .map((option) => ({ main: option.name, note: option.description, pick: () => this.choose(option) })),
      this.more,
      '',
      typed !== '',
    );
  }

  choose(option) {
    this.more.value = '';
    this.add(option).input.focus();
  }

  moreKey(event) {
    if (event.key === 'Enter' && this.at < 0) {
      event.preventDefault();
      this.run();
    } else if (event.key === 'Backspace' && this.more.value === '') {
      event.preventDefault();
      const last = this.pills.at(-1);
      if (last) last.input.focus();
      else this.plain('/');
    } else this.popupKey(event);
  }

  pillKey(event, pill) {
    const { input } = pill;
    if (event.key === 'Backspace' && input.value === '' && input.type !== 'file') {
      event.preventDefault();
      if (pill.option.required && this.pills.length > 0 && this.pills[0] === pill) this.plain(`/${this.command.path}`);
      else this.remove(pill);
      return;
    }
    if (this.popupKey(event)) return;
    if (pill.loading && input.value !== '' && (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey))) {
      event.preventDefault();
      pill.eager = true;
      this.next(pill);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.run();
    } else if (event.key === 'ArrowRight' && input.selectionStart === input.value.length) {
      event.preventDefault();
      this.next(pill);
    } else if (event.key === 'ArrowLeft' && input.selectionEnd === 0) {
      const at = this.pills.indexOf(pill);
      if (at > 0) {
        event.preventDefault();
        this.pills[at - 1].input.focus();
      }
    }
  }

  wire(pill) {
    const { option, input, value } = pill;
    return { name: option.name, type: option.type, value: value ?? input.value };
  }

  suggestValues(pill) {
    const { option, input } = pill;
    this.hint.replaceChildren(h('b', {}, option.name), ` ${option.description}`);
    const typed = input.value.toLowerCase();
    if (option.autocomplete) {
      this.complete(pill);
      return;
    }
    let values = [];
    if (option.choices?.length) values = option.choices;
    else if (option.type === OPTION.BOOLEAN) values = [{ name: 'True', value: 'true' }, { name: 'False', value: 'false' }];
    else if (option.type === OPTION.USER || option.type === OPTION.MENTIONABLE) values = state.around.users.map((user) => ({ name: user.name, value: user.id }));
    else if (option.type === OPTION.ROLE) values = this.server()?.roles.map((role) => ({ name: role.name, value: role.id })) ?? [];
    else if (option.type === OPTION.CHANNEL) values = this.server()?.channels.map((channel) => ({ name: channel.name, value: channel.id })) ?? [];
    const fits = pill.value === null ? values.filter((one) => one.name.toLowerCase().includes(typed)) : [];
    this.offer(pill, fits, values.length > 0 && pill.value === null ? 'No such choice.' : '');
  }

  server() {
    return state.around.servers.find((server) => server.channels.some((channel) => channel.id === this.place));
  }

  async complete(pill) {
    pill.asked += 1;
    const { asked } = pill;
    if (pill.value !== null) {
      this.hide();
      return;
    }
    // What was offered for other letters must not be picked by a quick Enter.
    pill.loading = true;
    pill.eager = false;
    this.show([], pill.input, 'Loading options…', false);
    // One question at a time is enough for a quick typist.
    await new Promise((resolve) => setTimeout(resolve, 60));
    if (asked !== pill.asked) return;
    const filled = this.pills.filter((one) => one === pill || (one.input.value !== '' && one.option.type !== OPTION.FILE));
    const answer = await ask({ do: 'autocomplete', path: this.command?.path, focused: pill.option.name, options: filled.map((one) => this.wire(one)) });
    if (asked !== pill.asked) return;
    pill.loading = false;
    const choices = answer.outcome === 'choices' ? answer.choices : null;
    if (pill.eager) {
      // Enter was pressed before the choices came: the first is meant, and typing went on.
      pill.eager = false;
      if (choices?.length > 0) this.take(pill, choices[0]);
    } else if (document.activeElement === pill.input && pill.value === null) {
      if (choices) this.offer(pill, choices, 'No options match your search.');
      else this.show([], pill.input, 'Loading options failed', false);
    }
  }

  take(pill, choice) {
    pill.input.value = choice.name;
    pill.value = String(choice.value);
    this.size(pill);
  }

  offer(pill, values, none) {
    this.show(
      values.map((one) => ({
        main: one.name,
        note: '',
        pick: () => {
          this.take(pill, one);
          this.hide();
          this.next(pill);
        },
      })),
      pill.input,
      none,
      true,
    );
  }

  async run() {
    const missing = this.pills.find((pill) => pill.option.required && pill.input.value === '');
    for (const pill of this.pills) pill.element.classList.toggle('wrong', pill === missing);
    if (missing) {
      missing.input.focus();
      this.hint.replaceChildren(h('b', { class: 'trouble' }, 'This option is required. Specify a value'));
      return;
    }
    const { path } = this.command;
    // Choices that are still on their way belong to what was typed.
    for (let tries = 0; tries < 60 && this.pills.some((pill) => pill.eager); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const options = [];
    for (const pill of this.pills) {
      if (pill.input.value === '') continue;
      const one = this.wire(pill);
      if (pill.option.type === OPTION.FILE) {
        one.value = await upload(pill.input.files[0]);
        if (!one.value) return;
      }
      options.push(one);
    }
    // The box is free for the next thing at once; what was wrong comes back to be put right.
    const kept = { command: this.command, pills: this.pills, fields: this.fields, more: this.more, nodes: [...this.line.childNodes] };
    this.plain();
    this.input.focus();
    const value = await act({ do: 'run', path, options });
    if (value.error) this.restore(kept, value.error);
  }

  restore(kept, error) {
    if (this.command || this.input.value !== '') {
      toast(error);
      return;
    }
    Object.assign(this, kept);
    this.line.replaceChildren(...kept.nodes);
    this.line.className = 'line-box command';
    const wrong = this.pills.find((pill) => error.startsWith(pill.option.name));
    wrong?.element.classList.add('wrong');
    (wrong?.input ?? this.more).focus();
    this.hide();
    this.hint.replaceChildren(h('b', { class: 'trouble' }, error));
  }

  // The list of suggestions

  show(items, anchor, none, first) {
    this.items = items;
    this.anchor = anchor;
    this.popup.replaceChildren(
      ...items.map((item, index) =>
        h(
          'div',
          {
            role: 'option',
            id: `${this.list}-${index}`,
            class: 'suggestion',
            onpointerdown: (event) => event.preventDefault(),
            onclick: () => item.pick(),
          },
          h('span', { class: 'main' }, item.main, item.extra && h('span', { class: 'extra' }, ` ${item.extra}`)),
          item.note && h('span', { class: 'note' }, item.note),
        ),
      ),
    );
    if (items.length === 0 && none) this.popup.append(h('div', { class: 'none' }, none));
    this.popup.hidden = items.length === 0 && !none;
    anchor.setAttribute('aria-expanded', String(items.length > 0));
    this.at = first && items.length > 0 ? 0 : -1;
    this.mark();
  }

  hide() {
    this.popup.hidden = true;
    this.items = [];
    this.at = -1;
    this.anchor?.setAttribute('aria-expanded', 'false');
    this.anchor?.removeAttribute('aria-activedescendant');
  }

  mark() {
    [...this.popup.children].forEach((child, index) => {
      child.classList.toggle('active', index === this.at);
      if (child.getAttribute('role') === 'option') child.setAttribute('aria-selected', String(index === this.at));
    });
    const active = this.popup.children[this.at];
    if (active && this.at >= 0) {
      this.anchor.setAttribute('aria-activedescendant', active.id);
      active.scrollIntoView({ block: 'nearest' });
    } else this.anchor.removeAttribute('aria-activedescendant');
  }

  /** Keys that mean the list, if it is open; whether the key was one of them. */
  popupKey(event) {
    if (event.key === 'Escape') {
      event.preventDefault();
      for (const pill of this.pills ?? []) pill.loading = false;
      if (!this.popup.hidden) this.hide();
      else if (this.command) this.plain();
      return true;
    }
    if (this.popup.hidden || this.items.length === 0) return false;
    const { length } = this.items;
    if (event.key === 'ArrowDown') this.at = (this.at + 1) % length;
    else if (event.key === 'ArrowUp') this.at = (this.at + length - (this.at < 0 ? 0 : 1)) % length;
    else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && this.at >= 0) {
      event.preventDefault();
      this.items[this.at].pick();
      return true;
    } else return false;
    event.preventDefault();
    this.mark();
    return true;
  }
}
