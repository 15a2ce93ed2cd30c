// Forms that the bot opens.

import { h, icon, unique } from './dom.js';
import { markdown } from './markdown.js';
import { act } from './app.js';

/** Opens the form of an interaction. */
export function openForm(interaction, form) {
  const fields = [];
  const parts = form.components.map((part) => {
    if (part.type === 10) return h('div', {}, markdown(part.content));
    const input = part.type === 18 ? part.component : part.components[0];
    const field = makeField(input, part.type === 18 ? part.label : input.label, part.description);
    fields.push(field);
    return field.element;
  });
  const trouble = h('p', { class: 'trouble', role: 'alert' });
  const submit = h('button', { type: 'submit', class: 'button style-1' }, 'Submit');
  const cancel = h('button', { type: 'button', class: 'button style-2', onclick: () => dialog.close() }, 'Cancel');
  const title = unique('form');
  const body = h(
    'form',
    { novalidate: true },
    h('header', {}, h('h2', { id: title }, form.title), h('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: () => dialog.close() }, icon('close'))),
    h('p', { class: 'notice' }, 'This form will be submitted to certwise. Do not share passwords or other sensitive information.'),
    ...parts,
    trouble,
    h('footer', {}, cancel, submit),
  );
  const dialog = h('dialog', { class: 'form', 'aria-labelledby': title }, body);
  const before = document.activeElement;
  body.addEventListener('submit', async (event) => {
    event.preventDefault();
    const wrong = fields.filter((field) => !field.check());
    if (wrong.length > 0) {
      wrong[0].focus();
      return;
    }
    submit.disabled = true;
    trouble.textContent = '';
    const value = await act({ do: 'submit', interaction, fields: Object.fromEntries(fields.map((field) => [field.name, field.value()])) });
    submit.disabled = false;
    if (value.error || value.outcome === 'none') {
      // What was typed stays, as in Discord.
      trouble.textContent = value.error ?? 'Something went wrong. Try again.';
      if (value.interaction) act({ do: 'forget', interaction: value.interaction });
    } else {
      dialog.close();
    }
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
    else document.getElementById('composer-input')?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  fields[0]?.focus();
}

function makeField(input, label, description) {
  const id = unique('field');
  const required = input.required !== false;
  const most = input.max_length ?? 4000;
  const least = input.min_length ?? 0;
  const error = h('p', { class: 'trouble', id: `${id}-error` });
  const count = h('span', { class: 'count', 'aria-hidden': 'true' });
  let control;
  if (input.type === 4) {
    const common = { id, placeholder: input.placeholder, 'aria-describedby': `${id}-error`, 'aria-required': String(required) };
    control = input.style === 2 ? h('textarea', { ...common, rows: 5 }) : h('input', { ...common, type: 'text', autocomplete: 'off' });
    control.value = input.value ?? '';
  } else {
    control = h(
      'select',
      { id, 'aria-describedby': `${id}-error`, multiple: (input.max_values ?? 1) > 1 },
      !required && h('option', { value: '' }, '—'),
      ...(input.options ?? []).map((option) => h('option', { value: option.value, selected: option.default === true }, option.label)),
    );
  }
  const value = () => (control.multiple ? [...control.selectedOptions].map((one) => one.value).join(',') : control.value);
  const length = () => [...value()].length;
  const update = () => {
    if (input.type === 4) count.textContent = `${length()}/${most}`;
  };
  control.addEventListener('input', () => {
    update();
    error.textContent = '';
    control.removeAttribute('aria-invalid');
  });
  update();
  return {
    name: input.custom_id,
    value,
    focus: () => control.focus(),
    check() {
      let wrong = '';
      if (required && length() === 0) wrong = 'This field is required';
      else if (length() > most) wrong = `Must be ${most} or fewer in length.`;
      else if (length() > 0 && length() < least) wrong = `Must be at least ${least} in length.`;
      error.textContent = wrong;
      control.toggleAttribute('aria-invalid', wrong !== '');
      return wrong === '';
    },
    element: h(
      'div',
      { class: 'field' },
      h('label', { for: id }, label, required && h('span', { class: 'star', 'aria-hidden': 'true' }, ' *')),
      description && h('p', { class: 'help' }, description),
      control,
      h('div', { class: 'below' }, error, count),
    ),
  };
}
