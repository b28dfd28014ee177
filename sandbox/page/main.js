/** Puts the page together. */
import { button } from './dom.js';
import { createClock } from './panel/clock.js';
import { createFaults } from './panel/faults.js';
import { createTraffic } from './panel/traffic.js';
import { createMessengerPhone } from './phones/messenger.js';
import { createZaloPhone } from './phones/zalo.js';
import { send } from './server.js';
import { changed, connect, store, watch } from './store.js';
import { currentLanguage, preferredLanguage, speak, word } from './words.js';

const byId = (id) => document.getElementById(id);

function createLanguages() {
  const buttons = [...byId('languages').querySelectorAll('button')];
  for (const one of buttons)
    one.addEventListener('click', async () => {
      localStorage.setItem('sandbox-language', one.dataset.language);
      await speak(one.dataset.language);
      changed('language');
    });
  watch((what) => {
    if (what !== 'all' && what !== 'language') return;
    for (const one of buttons) one.setAttribute('aria-pressed', String(one.dataset.language === currentLanguage()));
  });
}

/** The wide screen's "two phones" is the narrow one's first phone, and the other way round. */
const covers = (tab, view) =>
  tab === view || (tab === 'phones' && view !== 'panel') || (tab === 'zalo' && view === 'phones');

/** On a narrow screen one of the three is shown at a time. */
function createTabs() {
  const stage = byId('stage');
  const tabs = [...byId('tabs').querySelectorAll('button')];
  function show(view) {
    stage.dataset.view = view;
    for (const tab of tabs) tab.setAttribute('aria-pressed', String(covers(tab.dataset.view, view)));
  }
  for (const tab of tabs) tab.addEventListener('click', () => show(tab.dataset.view));
  show('phones');
}

function createReset(root) {
  const again = button('.quiet.reset', {}, '');
  again.addEventListener('click', () => {
    if (confirm(word('reset.ask'))) void send('api/reset', {});
  });
  root.append(again);
  watch((what) => {
    if (what === 'all' || what === 'language') again.textContent = word('reset');
  });
}

function createConnection() {
  watch((what) => {
    if (what === 'connection') byId('connection').textContent = store.connected ? '' : word('connection.lost');
  });
}

async function start() {
  await speak(preferredLanguage());
  createLanguages();
  createTabs();
  createClock();
  createConnection();
  createZaloPhone(byId('zalo'));
  createMessengerPhone(byId('messenger'));
  createFaults(byId('panel'));
  createTraffic(byId('panel'));
  createReset(byId('panel'));
  await connect();
}

await start();
