/** The clock in the bar: what time the sandbox thinks it is, and how to let time pass. */
import { button } from '../dom.js';
import { fullTime } from '../phones/chat.js';
import { send } from '../server.js';
import { now, store, watch } from '../store.js';
import { span, word } from '../words.js';

const hour = 3_600_000;
const steps = [
  ['clock.hour', hour],
  ['clock.day', 25 * hour],
  ['clock.two', 49 * hour],
  ['clock.week', 8 * 24 * hour],
];

export function createClock() {
  const shown = document.getElementById('clock-now');
  const offset = document.getElementById('clock-offset');
  const buttons = document.getElementById('clock-buttons');
  function tick() {
    shown.textContent = fullTime(now());
    const ahead = store.clock.offsetMs;
    offset.textContent = ahead > 0 ? word('clock.ahead', { span: span(ahead) }) : word('clock.real');
  }
  function draw() {
    buttons.replaceChildren(
      ...steps.map(([key, ms]) => {
        const step = button('', { title: word(`${key}.hint`) }, word(key));
        step.addEventListener('click', () => void pass(ms));
        return step;
      }),
    );
    tick();
  }
  async function pass(ms) {
    for (const step of buttons.children) step.disabled = true;
    await send('api/clock', { advanceMs: ms }).catch(() => {});
    for (const step of buttons.children) step.disabled = false;
  }
  watch((what) => {
    if (what === 'all' || what === 'language') draw();
    if (what === 'clock') tick();
  });
  setInterval(tick, 5_000);
}
