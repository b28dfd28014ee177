/** What concerns the OA itself: kept, not answered. Only what limits our sending wakes a human being. */
import { fieldsAt, numberAt, textAt } from '../fields.js';
import type { Incoming, Reader } from './reader.js';

const about = (alarm: (incoming: Incoming) => boolean): Reader => ({
  by: 'nobody',
  opensWindow: false,
  oncePerMessage: false,
  read: (incoming) => ({ kind: 'account', name: incoming.name, alarm: alarm(incoming) }),
});

/** Tags, groups, calls, widgets, purchases: not ours to answer. */
export const noticed = about(() => false);

/** {"event_name":"change_template_status","status":{"prev_status":"…","new_status":"ENABLE"}, …} */
export const templateChanged = about(({ raw }) => textAt(fieldsAt(raw, 'status'), 'new_status') !== 'ENABLE');

/** {"event_name":"change_oa_daily_quota","quota":{"prev_quota":"5000","new_quota":"500"}, …}: less, or untold, is worth a look. */
export const quotaChanged = about(({ raw }) => {
  const quota = fieldsAt(raw, 'quota');
  const before = numberAt(quota, 'prev_quota');
  const now = numberAt(quota, 'new_quota');
  return before === undefined || now === undefined || now < before;
});
