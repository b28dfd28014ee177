import { expect, it } from 'vitest';
import { oneAtATime } from '../../../bot/runtime/one-at-a-time.js';

/** Work whose runs end when told. */
function heldWork() {
  const ends: { done: () => void; failed: (error: Error) => void }[] = [];
  let atOnce = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await new Promise<void>((done, failed) => ends.push({ done, failed })).finally(() => {
      atOnce -= 1;
    });
  };
  return { work, ends, most: () => most };
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('runs at once when nothing runs', async () => {
  const { work, ends } = heldWork();
  const done = oneAtATime(work)();
  expect(ends).toHaveLength(1);
  ends[0]?.done();
  await done;
});

it('calls that come meanwhile share one more run, which begins after the present one', async () => {
  const { work, ends, most } = heldWork();
  const run = oneAtATime(work);
  const calls = [run(), run(), run()];
  expect(ends).toHaveLength(1);
  ends[0]?.done();
  await tick();
  expect(ends).toHaveLength(2);
  ends[1]?.done();
  await Promise.all(calls);
  expect(most()).toBe(1);
});

it('a run that fails tells its callers and does not stop the next', async () => {
  const { work, ends } = heldWork();
  const run = oneAtATime(work);
  const first = run();
  const second = run();
  ends[0]?.failed(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await tick();
  ends[1]?.done();
  await second;
});
