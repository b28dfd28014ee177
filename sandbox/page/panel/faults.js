/** What shall go wrong next. */
import { button, element, icon } from '../dom.js';
import { remove, send } from '../server.js';
import { store, watch } from '../store.js';
import { word } from '../words.js';

const platformNames = { zalo: 'Zalo', messenger: 'Messenger' };

/** @param {HTMLElement} root */
export function createFaults(root) {
  const form = element('form.fault-form');
  const list = element('ul.fault-list');
  const webhooks = element('div.webhook-state');
  const title = element('h2');
  root.append(title, form, list, webhooks);

  function drawForm() {
    title.textContent = word('faults.title');
    const where = select('faults.where', [['', word('faults.both')], ...Object.entries(platformNames)]);
    const kind = element('select', { 'aria-label': word('faults.kind') }, group('call'), group('webhook'));
    const times = element('input', {
      type: 'number',
      min: '1',
      max: '50',
      value: '1',
      'aria-label': word('faults.next'),
      title: word('faults.next'),
    });
    const code = element('input', {
      type: 'number',
      placeholder: word('faults.code'),
      'aria-label': word('faults.code'),
      hidden: true,
    });
    kind.addEventListener('change', () => {
      code.hidden = kind.value !== 'code';
    });
    form.replaceChildren(where, kind, code, times, element('button.primary', { type: 'submit' }, word('faults.add')));
    form.onsubmit = (event) => {
      event.preventDefault();
      const fault = { kind: kind.value, next: Number(times.value), platform: where.value || undefined };
      void send('api/faults', code.hidden ? fault : { ...fault, code: Number(code.value || -200) }).catch(() => {});
    };
  }
  function drawList() {
    const none = element('li.none', {}, word('faults.none'));
    list.replaceChildren(...(store.faults.length > 0 ? store.faults.map(drawFault) : [none]));
  }
  function drawWebhooks() {
    const off = Object.entries(store.webhooks.enabled).filter(([, on]) => !on);
    webhooks.replaceChildren(...off.map(([platform]) => drawOff(platform)));
  }
  watch((what) => {
    if (what === 'all' || what === 'language') drawForm();
    if (['all', 'language', 'faults'].includes(what)) drawList();
    if (['all', 'language', 'settings'].includes(what)) drawWebhooks();
  });
}

function group(side) {
  const label = word(side === 'call' ? 'faults.calls' : 'faults.webhooks');
  const kinds = store.faultKinds[side].map((kind) => element('option', { value: kind }, word(`fault.${kind}`)));
  return element('optgroup', { label }, ...kinds);
}

function select(label, options) {
  const node = element('select', { 'aria-label': word(label) });
  for (const [value, text] of options) node.append(element('option', { value }, text));
  return node;
}

function drawFault(fault) {
  const where = fault.platform ? platformNames[fault.platform] : word('faults.both');
  const often = fault.next ? word('faults.left', { n: fault.next }) : `${Math.round((fault.share ?? 1) * 100)} %`;
  const away = button(
    '.round.small',
    { 'aria-label': word('faults.remove'), title: word('faults.remove') },
    icon('close'),
  );
  away.addEventListener('click', () => void remove(`api/faults?id=${fault.id}`));
  return element(
    'li',
    {},
    icon('warn'),
    element('span', {}, `${where} · ${word(`fault.${fault.kind}`)} · ${often}`),
    away,
  );
}

function drawOff(platform) {
  const on = button('.primary', {}, word('webhook.on'));
  on.addEventListener('click', () => void send('api/webhooks', { enabled: { [platform]: true } }));
  return element(
    'p.off',
    { role: 'alert' },
    icon('warn'),
    word('webhook.off', { platform: platformNames[platform] }),
    on,
  );
}
