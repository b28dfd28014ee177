/** What the page knows, kept in step with the sandbox by server-sent events. */
import { base, read } from './server.js';

export const store = {
  /** @type {any[]} */ people: [],
  /** @type {any[]} */ traffic: [],
  /** @type {any[]} */ faults: [],
  faultKinds: { call: [], webhook: [] },
  accounts: { zalo: [], messenger: [] },
  webhooks: { enabled: { zalo: true, messenger: true } },
  clock: { offsetMs: 0, skewMs: 0 },
  /** Who holds which phone. */
  holder: { zalo: '', messenger: '' },
  connected: true,
};

const trafficKept = 400;
/** @type {Set<(what: string) => void>} */
const watchers = new Set();

/** @param {(what: string) => void} watcher */
export const watch = (watcher) => watchers.add(watcher);

/** @param {string} what */
export function changed(what) {
  for (const watcher of watchers) watcher(what);
}

/** Time on the sandbox's clock. */
export const now = () => Date.now() + store.clock.skewMs;

/** @param {'zalo' | 'messenger'} platform */
export const peopleOf = (platform) => store.people.filter((person) => person.platform === platform);

/** @param {'zalo' | 'messenger'} platform */
export const holderOf = (platform) =>
  peopleOf(platform).find((person) => person.id === store.holder[platform]) ?? peopleOf(platform)[0];

/** @param {'zalo' | 'messenger'} platform */
export const accountOf = (platform) =>
  store.accounts[platform].find((account) => account.id === holderOf(platform)?.accountId) ??
  store.accounts[platform][0];

async function load() {
  const state = await read('api/state');
  Object.assign(store, {
    people: state.people,
    traffic: state.traffic,
    faults: state.faults,
    faultKinds: state.faultKinds,
    accounts: state.accounts,
    webhooks: state.webhooks,
  });
  setClock(state.clock);
  changed('all');
}

function setClock({ now: time, offsetMs }) {
  store.clock = { offsetMs, skewMs: time - Date.now() };
}

export async function connect() {
  await load();
  const events = new EventSource(new URL('api/events', base));
  events.onmessage = ({ data }) => take(JSON.parse(data));
  events.onerror = () => setConnected(false);
  events.onopen = () => {
    if (!store.connected) void load();
    setConnected(true);
  };
}

function setConnected(connected) {
  store.connected = connected;
  changed('connection');
}

const takers = {
  person({ person }) {
    const known = store.people.find((one) => one.platform === person.platform && one.id === person.id);
    if (known) Object.assign(known, person);
    else store.people.push({ ...person, chat: [] });
  },
  entry({ platform, user, entry }) {
    const person = store.people.find((one) => one.platform === platform && one.id === user);
    if (!person) return;
    const place = person.chat.findIndex((other) => other.id === entry.id);
    if (place >= 0) person.chat[place] = entry;
    else person.chat.push(entry);
  },
  traffic({ record }) {
    store.traffic.push(record);
    if (store.traffic.length > trafficKept) store.traffic.shift();
  },
  clock: setClock,
  faults({ faults }) {
    store.faults = faults;
  },
  settings({ settings }) {
    if (settings.enabled) store.webhooks.enabled = settings.enabled;
  },
  profile({ account, profile }) {
    const known = store.accounts.messenger.find((one) => one.id === account);
    if (known) known.profile = profile;
  },
  reset() {
    void load();
  },
};

function take(change) {
  takers[change.type]?.(change);
  changed(change.type);
}
