/** A platform that only repeats what it is asked: enough to connect, test and disconnect a channel. */
import { z } from 'zod';
import type { Channel } from '../../bot/channels/contract.js';

const secrets = z.strictObject({ key: z.string().min(4) });
const settings = z.strictObject({ volume: z.int().min(0).max(10).default(5) });

export const parrot: Channel<z.output<typeof secrets>, z.output<typeof settings>> = {
  platform: 'parrot',
  title: 'Parrot',
  secrets,
  settings,
  limits: { text: 2000, textWithOptions: 640, optionLabel: 100, options: 5 },
  windowHours: 24,
  ratePerSecond: 20,
  verify: () => ({ ok: false, probe: false, reason: 'missing' }),
  receive: () => ({ events: [] }),
  render: () => [],
  send: async () => ({ ok: true, messageId: '1' }),
  test: async ({ account, accessToken }) =>
    accessToken === 'dead'
      ? { ok: false, code: '-216', detail: 'the token is dead' }
      : { ok: true, name: `Parrot ${account.accountId} at volume ${account.settings.volume}` },
  setUp: async ({ account }, words) => {
    if (account.settings.volume === 0) throw new Error('the parrot is asleep');
    words('vi', 'greeting');
  },
  staticToken: ({ key }) => key,
};
