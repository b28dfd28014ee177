/** What a person does, by where they are, and where it leads. Pure: dialogs and survey as they ship, no database. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ChannelEvent } from '../../../bot/channels/contract.js';
import { newConversation, presentSession } from '../../../bot/runner/conversation.js';
import { handleEvent } from '../../../bot/runner/handle-event.js';
import { beginTurn, type Turn, type TurnTools } from '../../../bot/runner/turn.js';
import type { FlowRevision } from '../../../flows/contract.js';
import { pickSurvey } from '../../../flows/dialogs/pick-survey.js';
import { createEngine } from '../../../flows/engine.js';
import { dialogsFolder, loadFlows, loadNodeTypes, surveysFolder } from '../../../flows/registry.js';
import { createWords } from '../../../locales/index.js';
import { createSealer } from '../../../prisma/seal.js';
import type { ClaimedContact } from '../../../prisma/turn-claim.js';
import { noWrites } from '../../../prisma/turn-writes.js';

const [words, nodeTypes, dialogs, surveys] = await Promise.all([
  createWords(),
  loadNodeTypes(),
  loadFlows([dialogsFolder]),
  loadFlows([surveysFolder]),
]);
const now = Date.UTC(2026, 10, 22);
const sealer = createSealer([{ id: 1, secret: randomBytes(32) }]);
const flows = new Map<string, FlowRevision>(
  [...dialogs.values(), surveys.get('one-stop-shop')].flatMap((flow) =>
    flow ? [[flow.id, { ...flow, revision: 1 }]] : [],
  ),
);
const survey = flows.get('one-stop-shop');
if (!survey) throw new Error('no survey');
const picker = pickSurvey([survey]);
let names = 0;
const tools: TurnTools = {
  engine: createEngine({ nodeTypes, phrase: words.phrase }),
  flows: {
    current: (id) => flows.get(id) ?? null,
    revision: (id) => (id === picker.id ? picker : (flows.get(id) ?? null)),
    pickSurvey: () => picker,
  },
  keys: { sealer, contactKey: randomBytes(32), tapKey: randomBytes(32) },
  phrase: words.phrase,
  now,
  names: {
    session: () => {
      names += 1;
      return `s${String(names).padStart(7, '0')}`;
    },
    response: () => '00000000-0000-4000-8000-000000000001',
    code: () => 'CODE',
  },
  channel: () => null,
};

const contact: ClaimedContact = {
  id: '00000000-0000-4000-8000-000000000007',
  channelId: 1,
  userSealed: null,
  language: null,
  windowUntil: null,
  reach: 'reachable',
  consented: null,
  optedOutAt: null,
  stateSealed: null,
  behind: false,
  events: [],
};
const facts = { id: 1, platform: 'zalo', accountId: '1', windowHours: 48 };

type Act = string | { kind: ChannelEvent['kind']; [field: string]: unknown };

/** Plays acts one after the other; what is said by the last one is left in the turn. */
function play(acts: Act[]): Turn {
  const turn = beginTurn(tools, contact, newConversation(), facts, noWrites());
  for (const act of acts) {
    turn.spoken = [];
    const what = typeof act === 'string' ? { kind: 'text', text: act, messageId: 'm' } : act;
    const event = { key: 'k', accountId: '1', userId: 'u', at: now, opensWindow: true, ...what };
    handleEvent(turn, {
      id: '1',
      trace: 't',
      kind: event.kind,
      eventSealed: sealer.seal(JSON.stringify(event)),
      sentAt: now,
      receivedAt: now,
    });
  }
  return turn;
}

const tap = (payload: string): Act => ({ kind: 'tap', payload });
const places = {
  nowhere: [],
  'asked for consent': ['xin chào'],
  refused: ['xin chào', 'không đồng ý'],
  'at the menu': ['xin chào', 'đồng ý'],
  'in a survey': ['khảo sát', 'đồng ý'],
  'done with everything': ['khảo sát', 'đồng ý', '4', '4', '4'],
  'at the menu over a survey': ['khảo sát', 'đồng ý', '4', 'menu'],
} satisfies Record<string, Act[]>;

interface Way {
  from: keyof typeof places;
  act: Act;
  /** The flow that waits afterwards; null = none. */
  leads: string | null;
  says?: RegExp;
  silent?: true;
}

const ways: Way[] = [
  { from: 'nowhere', act: 'xin chào', leads: 'consent', says: /đang nói chuyện với máy.*Anh\/chị có đồng ý không/s },
  { from: 'nowhere', act: { kind: 'opened', how: 'follow' }, leads: 'consent', says: /nói chuyện với máy/ },
  { from: 'nowhere', act: tap('#ln:start'), leads: 'consent' },
  { from: 'nowhere', act: 'english', leads: 'consent', says: /talking to a machine.*Do you agree/s },
  { from: 'nowhere', act: 'khảo sát', leads: 'consent' },
  { from: 'nowhere', act: 'cán bộ', leads: null, says: /nói chuyện với máy.*yêu cầu gặp cán bộ/s },
  { from: 'nowhere', act: 'xoá dữ liệu', leads: 'erase', says: /nói chuyện với máy.*không khôi phục được/s },
  { from: 'nowhere', act: 'ngừng nhận tin', leads: null, says: /không chủ động gửi tin/ },
  { from: 'nowhere', act: { kind: 'photo', urls: ['https://x/y.jpg'], messageId: 'm' }, leads: 'consent' },
  { from: 'nowhere', act: tap('#ln1:forged'), leads: 'consent' },
  { from: 'nowhere', act: { kind: 'delivered', messageIds: ['m'] }, leads: null, silent: true },
  { from: 'nowhere', act: { kind: 'standby', of: 'text' }, leads: null, silent: true },

  { from: 'asked for consent', act: 'đồng ý', leads: 'menu' },
  { from: 'asked for consent', act: 'không', leads: null, says: /tôn trọng lựa chọn/ },
  { from: 'asked for consent', act: 'hmm', leads: 'consent', says: /đồng ý hay không đồng ý/ },
  { from: 'asked for consent', act: 'khảo sát', leads: 'consent', says: /^(?!.*Câu 1)/s },
  { from: 'asked for consent', act: 'dữ liệu của tôi', leads: 'my-data' },
  { from: 'asked for consent', act: 'english', leads: 'consent', says: /Do you agree/ },

  { from: 'refused', act: 'khảo sát', leads: 'consent' },
  { from: 'refused', act: 'xin chào', leads: 'menu', says: /chưa hiểu/ },
  { from: 'refused', act: tap('#ln:survey'), leads: 'consent' },
  { from: 'refused', act: 'cán bộ', leads: null, says: /gặp cán bộ/ },

  { from: 'at the menu', act: '1', leads: 'one-stop-shop', says: /Câu 1\/3/ },
  { from: 'at the menu', act: 'khảo sát', leads: 'one-stop-shop' },
  { from: 'at the menu', act: 'dừng', leads: null, says: /Đã dừng/ },
  { from: 'at the menu', act: 'trợ giúp', leads: null, says: /trợ lý tự động/ },

  { from: 'in a survey', act: '5', leads: 'one-stop-shop', says: /Câu 2\/3/ },
  { from: 'in a survey', act: 'dừng', leads: null, says: /Đã dừng khảo sát/ },
  { from: 'in a survey', act: 'menu', leads: 'menu' },
  { from: 'in a survey', act: 'khảo sát', leads: 'one-stop-shop', says: /Chào anh\/chị quay lại|Câu 1\/3/ },
  {
    from: 'in a survey',
    act: { kind: 'opened', how: 'chat-now' },
    leads: 'one-stop-shop',
    says: /Chào anh\/chị quay lại/,
  },
  { from: 'in a survey', act: tap('#ln1:s9999999:staff:1:AAAAAAAAAAA'), leads: 'one-stop-shop', says: /chọn một mức/ },
  { from: 'in a survey', act: { kind: 'withdrawn' }, leads: null, silent: true },
  { from: 'in a survey', act: { kind: 'left', how: 'unfollow' }, leads: 'one-stop-shop', silent: true },
  { from: 'in a survey', act: { kind: 'reacted', removed: false }, leads: 'one-stop-shop', silent: true },
  { from: 'in a survey', act: { kind: 'time-passed' }, leads: 'one-stop-shop', silent: true },

  { from: 'done with everything', act: '4', leads: 'menu', says: /chưa hiểu/ },
  { from: 'done with everything', act: 'quay lại', leads: 'menu', says: /không có việc nào đang làm dở/ },
  { from: 'done with everything', act: 'khảo sát', leads: 'one-stop-shop', says: /Câu 1\/3/ },
  { from: 'done with everything', act: tap('#ln:constructor'), leads: 'menu' },

  { from: 'at the menu over a survey', act: '1', leads: 'one-stop-shop', says: /ta đang ở câu 2\/3/ },
  { from: 'at the menu over a survey', act: 'dừng', leads: 'one-stop-shop', says: /Đã dừng.*ta đang ở câu 2\/3/s },
  { from: 'at the menu over a survey', act: 'trợ giúp', leads: 'one-stop-shop', says: /ta đang ở câu 2\/3/ },
];

describe('where it leads', () => {
  it.each(
    ways.map((way) => ({
      ...way,
      what: typeof way.act === 'string' ? `“${way.act}”` : (way.act.payload ?? way.act.kind),
    })),
  )('$from: $what → $leads', ({ from, act, leads, says, silent }) => {
    const turn = play([...places[from], act]);
    const said = turn.spoken.map(({ message }) => message.text).join('\n');
    expect(presentSession(turn.conversation)?.flow ?? null).toBe(leads);
    if (says) expect(said).toMatch(says);
    expect(said === '').toBe(silent === true);
  });

  it('nobody has a survey waiting who has not agreed, whatever they do', () => {
    for (const way of ways) {
      const turn = play([...places[way.from], way.act]);
      const surveys = turn.conversation.sessions.filter(({ flow }) => flow === 'one-stop-shop');
      if (turn.contact.consented !== true) expect(surveys).toEqual([]);
    }
  });
});
