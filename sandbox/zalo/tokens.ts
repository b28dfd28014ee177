/** Zalo's token pairs: access for 25 hours, refresh for three months and one use (OA OAuth v4, seen 2026-11). */
import type { Clock } from '../clock.js';
import type { Hub } from '../hub.js';
import type { Ids } from '../ids.js';
import type { ZaloAccount } from '../options.js';

const hour = 3_600_000;
export const accessLifeSeconds = 90_000;
const refreshLifeMs = 90 * 24 * hour;

interface Held {
  oaId: string;
  expiresAt: number;
  used: boolean;
}
export interface TokenState {
  access: [string, Held][];
  refresh: [string, Held][];
}
export interface Issued {
  access_token: string;
  refresh_token: string;
  /** A string, as the live service sends it. */
  expires_in: string;
}

export interface Tokens {
  checkAccess: (token: string) => { account: ZaloAccount } | 'unknown' | 'expired';
  issue: (oaId: string) => Issued;
  /** Uses the refresh token up. */
  refresh: (token: string) => Issued | 'unknown' | 'used' | 'expired';
  /** What an administrator's password change or removal of the app does: every grant of the OA is void. */
  revoke: (oaId: string) => void;
  save: () => TokenState;
  restore: (state: TokenState) => void;
}

export function createTokens(accounts: ZaloAccount[], clock: Clock, ids: Ids, hub: Hub): Tokens {
  const access = new Map<string, Held>();
  const refresh = new Map<string, Held>();
  const byOa = new Map(accounts.map((account) => [account.oaId, account]));

  function hold(oaId: string, accessToken: string, refreshToken: string): void {
    const now = clock.now();
    access.set(accessToken, { oaId, expiresAt: now + accessLifeSeconds * 1000, used: false });
    refresh.set(refreshToken, { oaId, expiresAt: now + refreshLifeMs, used: false });
  }
  for (const account of accounts) hold(account.oaId, account.accessToken, account.refreshToken);

  function issue(oaId: string): Issued {
    const pair = { access_token: `at-${ids.hex(48)}`, refresh_token: `rt-${ids.hex(48)}` };
    hold(oaId, pair.access_token, pair.refresh_token);
    hub.publish({ type: 'tokens' });
    return { ...pair, expires_in: String(accessLifeSeconds) };
  }

  return {
    issue,
    checkAccess(token) {
      const held = access.get(token);
      const account = held && byOa.get(held.oaId);
      if (!account) return 'unknown';
      return held.expiresAt <= clock.now() ? 'expired' : { account };
    },
    refresh(token) {
      const held = refresh.get(token);
      if (!held || !byOa.has(held.oaId)) return 'unknown';
      if (held.used) return 'used';
      if (held.expiresAt <= clock.now()) return 'expired';
      held.used = true;
      return issue(held.oaId);
    },
    revoke(oaId) {
      for (const tokens of [access, refresh])
        for (const [token, held] of tokens) if (held.oaId === oaId) tokens.delete(token);
      hub.publish({ type: 'tokens' });
    },
    save: () => ({ access: [...access].slice(-50), refresh: [...refresh].slice(-200) }),
    restore(state) {
      for (const [token, held] of state.access) access.set(token, held);
      for (const [token, held] of state.refresh) refresh.set(token, held);
    },
  };
}
