/** What Zalo tells the product about its own messages: the echo, then "received", both after the call was answered. */
import type { ZaloAccount } from '../options.js';
import type { Person } from '../people.js';
import type { Json } from '../shape.js';
import type { World } from '../world.js';
import { fromAccount, fromPerson } from './events.js';
import type { Drawn } from './message.js';
import { tellZalo } from './tell.js';

const echoNames: Partial<Record<Drawn['kind'], string>> = {
  photo: 'oa_send_image',
  sticker: 'oa_send_sticker',
  file: 'oa_send_file',
};

export function reportBack(world: World, account: ZaloAccount, person: Person, id: string, drawn: Drawn): void {
  const about = { account, person, now: world.clock.now() };
  const message: Json = { msg_id: id, ...(drawn.text === undefined ? {} : { text: drawn.text }) };
  const echo = fromAccount(about, echoNames[drawn.kind] ?? 'oa_send_text', message);
  const received = fromPerson(about, 'user_received_message', { message: { msg_id: id } });
  setImmediate(() => {
    void tellZalo(world, account, echo).then(() => tellZalo(world, account, received));
  });
}
