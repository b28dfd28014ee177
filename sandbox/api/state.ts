/** GET /api/state: everything the page needs to draw itself. */
import { callFaults, webhookFaults } from '../faults.js';
import { defaultMenu } from '../options.js';
import type { World } from '../world.js';

export function readState(world: World) {
  return {
    clock: { now: world.clock.now(), offsetMs: world.clock.offsetMs() },
    accounts: {
      zalo: world.zalo.map(({ oaId, name, menu }) => ({ id: oaId, name: name ?? null, menu: menu ?? defaultMenu })),
      messenger: world.messenger.map(({ pageId, name }) => ({
        id: pageId,
        name: name ?? null,
        profile: world.profiles.of(pageId).profile,
      })),
    },
    people: world.people.list(),
    faults: world.faults.list(),
    faultKinds: { call: Object.keys(callFaults), webhook: [...webhookFaults] },
    settings: world.settings,
    webhooks: { ...world.webhooks.addresses, enabled: world.webhooks.enabled },
    traffic: world.traffic?.list(() => true, 200) ?? [],
  };
}
