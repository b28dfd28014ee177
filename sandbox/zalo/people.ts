/** GET calls about the OA and its users. Parameters come as one JSON text in the query field `data`. */
import { type Answer, type Call, jsonOf } from '../fake-call.js';
import type { ZaloAccount } from '../options.js';
import type { Person } from '../people.js';
import { type Json, numberIn, objectIn, parseJson, textIn } from '../shape.js';
import type { World } from '../world.js';
import { admit } from './access.js';
import { refuse, succeed } from './errors.js';
import { freeMs, paidMs } from './windows.js';

/** `user/getlist`: at most 50 a page, offset at most 9951. */
const largestPage = 50;
const largestOffset = 9951;

const dataOf = (call: Call): Json => objectIn(parseJson(call.query.data ?? '{}'));

export function describeAccount(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const followers = peopleOf(world, account).filter((person) => person.follows).length;
  const about = {
    oa_id: account.oaId,
    name: account.name ?? 'Official Account',
    description: '',
    oa_alias: '',
    is_verified: true,
    /** 4 = state agency. */
    oa_type: 4,
    cate_name: 'Cơ quan nhà nước',
    num_follower: followers,
    avatar: '',
    cover: '',
    package_name: 'Toàn diện',
    linked_ZCA: '',
  };
  return succeed(about, headers);
}

const peopleOf = (world: World, account: ZaloAccount): Person[] =>
  world.people.list('zalo').filter((person) => person.accountId === account.oaId);

export function describeUser(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const person = findUser(world, account, dataOf(call).user_id);
  const about = {
    user_id: person.id,
    user_id_by_app: `7${person.id.slice(1)}`,
    user_external_id: '',
    display_name: person.name,
    user_alias: person.name,
    is_sensitive: false,
    user_last_interaction_date: person.lastActAt === null ? '' : dayOf(person.lastActAt),
    user_is_follower: person.follows,
    avatar: '',
    avatars: { 120: '', 240: '' },
    dynamic_param: '',
    tags_and_notes_info: { notes: [], tag_names: [] },
    shared_info: person.phone ? { name: person.name, phone: person.phone, address: '', city: '', district: '' } : {},
  };
  return succeed(about, headers);
}

function findUser(world: World, account: ZaloAccount, id: unknown): Person {
  const person = world.people.find('zalo', textIn(id) ?? '');
  if (!person || person.accountId !== account.oaId) refuse(-201, 'user_id is invalid');
  if (person.lastActAt === null) refuse(-213);
  return person;
}

function dayOf(time: number): string {
  const [year, month, day] = new Date(time + 7 * 3_600_000).toISOString().slice(0, 10).split('-');
  return `${day}/${month}/${year}`;
}

export function listUsers(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const asked = dataOf(call);
  const offset = numberIn(asked.offset) ?? 0;
  const count = numberIn(asked.count) ?? largestPage;
  if (offset > largestOffset || count > largestPage || count < 1) refuse(-201, 'offset or count');
  const known = peopleOf(world, account).filter(
    (person) => person.lastActAt !== null && (asked.is_follower === undefined || person.follows === asked.is_follower),
  );
  const users = known.slice(offset, offset + count).map((person) => ({ user_id: person.id }));
  return succeed({ total: known.length, count: users.length, offset, users }, headers);
}

/** What may still be sent to this user for nothing. */
export function describeQuota(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const body = objectIn(jsonOf(call));
  if (body.user_id === undefined) return succeed([{ quota_type: 'sub_quota', product_type: 'cs' }], headers);
  const person = findUser(world, account, body.user_id);
  const since = world.clock.now() - (person.lastActAt ?? 0);
  const reachable = { free: since <= freeMs, paid: since <= paidMs };
  return succeed({ user_id: person.id, last_interaction_time: String(person.lastActAt), cs: reachable }, headers);
}
