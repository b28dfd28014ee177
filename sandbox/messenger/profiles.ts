/** What a Page has set once: its Messenger profile (menu, get-started …) and the webhook fields its app is subscribed to. */
import type { Hub } from '../hub.js';
import type { Json } from '../shape.js';

/** Fields a Page's app can subscribe to (2026-03). A fresh sandbox is subscribed to all, so that nothing must be set up to begin. */
export const webhookFields = [
  'messages',
  'messaging_postbacks',
  'messaging_referrals',
  'messaging_optins',
  'message_deliveries',
  'message_reads',
  'message_echoes',
  'message_edits',
  'message_reactions',
  'messaging_handovers',
  'standby',
  'messaging_policy_enforcement',
  'messaging_feedback',
  'response_feedback',
  'messaging_account_linking',
  'messaging_payments',
  'feed',
  'mention',
];

export interface PageState {
  profile: Json;
  fields: string[];
}

export interface Profiles {
  of: (pageId: string) => PageState;
  set: (pageId: string, profile: Json) => void;
  save: () => [string, PageState][];
  restore: (state: [string, PageState][]) => void;
}

export function createProfiles(hub: Hub): Profiles {
  const pages = new Map<string, PageState>();
  function of(pageId: string): PageState {
    const known = pages.get(pageId) ?? { profile: {}, fields: [...webhookFields] };
    pages.set(pageId, known);
    return known;
  }
  return {
    of,
    set(pageId, profile) {
      of(pageId).profile = profile;
      hub.publish({ type: 'profile', account: pageId, profile });
    },
    save: () => [...pages],
    restore(state) {
      for (const [pageId, page] of state) pages.set(pageId, page);
    },
  };
}
