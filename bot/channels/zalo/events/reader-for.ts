/** Which reader belongs to which event name. Names in one place, so that the list can be held against Zalo's documents. */
import type { Fields } from '../fields.js';
import { noticed, quotaChanged, templateChanged } from './account.js';
import { accountSent, anonymousSent } from './echoes.js';
import { personSent } from './messages.js';
import { clickedChatNow, followed, rated, submittedInfo, unfollowed, withdrew } from './people.js';
import type { Reader } from './reader.js';
import { reacted, received, receivedByPhone, seen } from './receipts.js';

const byName = new Map<string, Reader>([
  ['follow', followed],
  ['unfollow', unfollowed],
  ['user_click_chatnow', clickedChatNow],
  ['user_submit_info', submittedInfo],
  ['user_withdraw', withdrew],
  ['user_feedback', rated],
  ['user_received_message', received],
  ['user_seen_message', seen],
  ['user_reacted_message', reacted],
  ['change_template_status', templateChanged],
  ['change_oa_daily_quota', quotaChanged],
  ...[
    'oa_reacted_message',
    'update_user_info',
    'add_user_to_tag',
    'remove_user_from_tag',
    'remove_tag',
    'create_group',
    'delete_group',
    'update_group_info',
    'user_join_group',
    'user_request_join_group',
    'accept_request_join_group',
    'reject_request_join_group',
    'user_out_group',
    'add_group_admin',
    'remove_group_admin',
    'oa_send_consent',
    'user_reply_consent',
    'user_call_oa',
    'oa_call_user',
    'widget_interaction_accepted',
    'widget_failed_to_sync_user_external_id',
    'extension_purchased',
  ].map((name): [string, Reader] => [name, noticed]),
]);

/** Families that grow: a new kind of message is still a message, and the person who sent it gets an answer. First match counts. */
const byPrefix: [string, Reader][] = [
  ['user_send_group_', noticed],
  ['oa_send_group_', noticed],
  ['anonymous_send_', anonymousSent],
  ['oa_send_anonymous_', accountSent],
  ['user_send_', personSent],
  ['oa_send_', accountSent],
];

export function readerFor(name: string, message: Fields): Reader | undefined {
  if (name === 'user_received_message' && 'delivery_time' in message) return receivedByPhone;
  return byName.get(name) ?? byPrefix.find(([prefix]) => name.startsWith(prefix))?.[1];
}
