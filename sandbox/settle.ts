/** Nobody should open the page to two phones without an owner. */
import type { World } from './world.js';

export function settle(world: World): void {
  if (world.lean) return;
  const zalo = world.zalo[0];
  const messenger = world.messenger[0];
  if (zalo && world.people.list('zalo').length === 0) world.people.add({ platform: 'zalo', accountId: zalo.oaId });
  if (messenger && world.people.list('messenger').length === 0)
    world.people.add({ platform: 'messenger', accountId: messenger.pageId });
}
