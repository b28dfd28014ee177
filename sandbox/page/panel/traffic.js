/** The raw traffic: every webhook and every call, newest on top, opened to pretty JSON. */
import { button, element, icon, reconcile } from '../dom.js';
import { tell } from '../server.js';
import { changed, store, watch } from '../store.js';
import { currentLanguage, word } from '../words.js';

const filter = { platform: '', direction: '', failed: false, search: '' };
const opened = new Set();

/** @param {HTMLElement} root */
export function createTraffic(root) {
  const head = element('div.traffic-head');
  const list = element('ol.traffic');
  const none = element('p.none');
  root.append(head, none, list);

  function draw() {
    const shown = store.traffic.filter(fits).reverse();
    none.textContent = store.traffic.length === 0 ? word('traffic.none') : word('traffic.nothing');
    none.hidden = shown.length > 0;
    reconcile(list, shown, (record) => `${record.seq} ${currentLanguage()} ${opened.has(record.seq)}`, drawRecord);
  }
  let booked = false;
  function drawSoon() {
    if (booked) return;
    booked = true;
    requestAnimationFrame(() => {
      booked = false;
      draw();
    });
  }
  watch((what) => {
    if (what === 'all' || what === 'language') drawHead(head, draw);
    if (['all', 'language', 'traffic', 'opened'].includes(what)) drawSoon();
  });
}

function fits(record) {
  return (
    (!filter.platform || record.platform === filter.platform) &&
    (!filter.direction || record.direction === filter.direction) &&
    (!filter.failed || failed(record)) &&
    (!filter.search || `${record.path} ${record.request} ${record.response}`.toLowerCase().includes(filter.search))
  );
}

/** HTTP says so, or Zalo says so in a 200. */
const failed = (record) =>
  record.status !== 200 || Boolean(record.fault) || /"error":-\d|"error":\{/.test(record.response);

function drawHead(head, draw) {
  const clear = button('.quiet', {}, word('traffic.clear'));
  clear.addEventListener('click', () => {
    store.traffic = [];
    draw();
  });
  const search = element('input', {
    type: 'search',
    placeholder: word('traffic.search'),
    'aria-label': word('traffic.search'),
    value: filter.search,
  });
  search.addEventListener('input', () => {
    filter.search = search.value.toLowerCase();
    draw();
  });
  const onlyFailed = element('input', { type: 'checkbox', checked: filter.failed });
  onlyFailed.addEventListener('change', () => {
    filter.failed = onlyFailed.checked;
    draw();
  });
  const platforms = [
    ['', 'traffic.all'],
    ['zalo', 'tab.zalo'],
    ['messenger', 'tab.messenger'],
  ];
  const directions = [
    ['', 'traffic.all'],
    ['webhook', 'traffic.webhooks'],
    ['call', 'traffic.calls'],
  ];
  head.replaceChildren(
    element('div.traffic-title', {}, element('h2', {}, word('traffic.title')), clear),
    choice('platform', platforms, draw),
    choice('direction', directions, draw),
    element('label.failed', {}, onlyFailed, word('traffic.failed')),
    search,
  );
}

function choice(field, options, draw) {
  const group = element('fieldset.switch', { 'aria-label': word(`traffic.${field}`) });
  for (const [value, label] of options) {
    const one = button('', { 'aria-pressed': String(filter[field] === value) }, word(label));
    one.addEventListener('click', () => {
      filter[field] = value;
      for (const other of group.children) other.setAttribute('aria-pressed', String(other === one));
      draw();
    });
    group.append(one);
  }
  return group;
}

const clockTime = (time) => new Date(time + 7 * 3_600_000).toISOString().slice(11, 19);

function drawRecord(record) {
  const open = opened.has(record.seq);
  const incoming = record.direction === 'webhook';
  const line = button(
    '.line',
    { 'aria-expanded': String(open), title: word(incoming ? 'traffic.to' : 'traffic.from') },
    element('time', {}, clockTime(record.at)),
    icon(incoming ? 'out' : 'in', record.direction),
    element(`span.badge.${record.platform}`, {}, record.platform === 'zalo' ? 'Z' : 'M'),
    element('span.what', {}, titleOf(record), record.fault && element('em', {}, word(`fault.${record.fault}`))),
    element(`span.status${failed(record) ? '.bad' : ''}`, {}, statusOf(record)),
    element('small', {}, `${Math.round(record.tookMs)} ms`),
  );
  line.addEventListener('click', () => {
    if (!opened.delete(record.seq)) opened.add(record.seq);
    changed('opened');
  });
  return element('li', {}, line, open && drawDetails(record));
}

function titleOf(record) {
  const attempt = record.attempt ? ` · ${word('traffic.attempt', { n: record.attempt + 1 })}` : '';
  if (record.direction === 'webhook') return `${record.event ?? record.path}${attempt}`;
  return `${record.method} ${record.path.replace(/^\/[^/]+/, '').split('?')[0]}`;
}

/** Zalo's code is worth more than its eternal 200. */
function statusOf(record) {
  if (record.status === 0) return word('traffic.noanswer');
  const code = /"error":(-\d+)/.exec(record.response)?.[1] ?? /"code":(\d+)/.exec(record.response)?.[1];
  return code && failed(record) ? `${record.status} / ${code}` : String(record.status);
}

function drawDetails(record) {
  return element(
    'div.details',
    {},
    element('p.address', {}, `${record.method} ${record.path}`),
    block('traffic.headers', pretty(JSON.stringify(record.headers))),
    record.request && block('traffic.request', pretty(record.request)),
    block('traffic.response', pretty(record.response) || '∅'),
  );
}

function block(label, text) {
  const copy = button('.quiet', {}, word('traffic.copy'));
  copy.addEventListener('click', () => navigator.clipboard.writeText(text).then(() => tell(word('traffic.copied'))));
  return element(
    'section',
    {},
    element('div.block-head', {}, element('b', {}, word(label)), copy),
    element('pre', { tabIndex: 0 }, text),
  );
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
