/**
 * A citizen on a phone: answers what they are asked, in their own time, and takes the survey again as long as it goes on. Some tap, some
 * type; some tap a second time when nothing happens. Whoever sees the same question twice answers it once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { flow as survey } from '../../flows/surveys/one-stop-shop.js';
import type { Platform } from '../../sandbox/options.js';
import type { Received } from '../stage/fakes.js';
import type { Dice } from '../stage/random.js';
import type { Happened } from '../stage/webhooks.js';
import type { Carrier } from './carrier.js';
import { eventName, type PersonRecord } from './record.js';

export interface Person {
  record: PersonRecord;
  /** Says the first word. */
  begin: () => void;
  receive: (message: Received) => void;
  /** Begins no further survey. */
  windDown: () => void;
  isDone: () => boolean;
}

type Option = Received['options'][number];

const thinkMs = { from: 200, to: 2_500 };
/** How soon an impatient person taps again. */
const impatientAfterMs = 700;
const impatientShare = 0.1;

const thanks = textOf('thanks');
const questions = new Set(survey.nodes.filter(({ type }) => type === 'scale').map(({ id }) => id));
const levels = 5;

interface Asked {
  /** The same question asked again has the same name. */
  name: string;
  node: string;
}

/** Our payloads describe themselves: `#ln1:<session>:<node>:<option>:<mac>`. */
function tapIn(payload: string): Asked & { option: string } {
  const [, session = '', node = '', option = ''] = payload.split(':');
  return { name: `${session}:${node}`, node, option };
}

export function createPerson(platform: Platform, user: string, carrier: Carrier, dice: Dice): Person {
  const record: PersonRecord = { platform, user, events: new Map(), received: [], surveys: [], stuck: false };
  const taps = dice.chance(0.6);
  const answered = new Set<string>();
  /** The question on the screen. */
  let present = '';
  let windingDown = false;
  let done = false;
  let count = 0;

  const bring = async (happened: Happened): Promise<void> => {
    const event = { acknowledged: false };
    record.events.set(eventName(happened.what, happened.id), event);
    event.acknowledged = await carrier.bring(happened);
  };
  const say = (what: { text: string } | { option: Option }): void => {
    count += 1;
    const base = { platform, user, id: `m_${user}_${count}`, at: Date.now() };
    const happened: Happened =
      'text' in what
        ? { ...base, what: 'text', text: what.text }
        : { ...base, what: 'tap', title: what.option.title, payload: what.option.payload };
    void bring(happened);
  };

  const answerLevel = (options: Option[], asked: Asked): void => {
    const level = 1 + dice.below(levels);
    const option = options.find(({ payload }) => tapIn(payload).option === String(level));
    const walk = record.surveys.at(-1);
    if (!walk) return;
    walk.answers[asked.node] = level;
    if (!taps || !option) return say({ text: String(level) });
    say({ option });
    if (dice.chance(impatientShare)) void sleep(impatientAfterMs).then(() => tapAgain(option, asked));
  };
  /** Quick replies are gone after the tap; buttons stay where they are, and are tapped again only while nothing new has come. */
  const tapAgain = (option: Option, asked: Asked): void => {
    if (platform === 'zalo' && present === asked.name) say({ option });
  };

  /** What was answered is not answered again, and what is none of ours (an old button's menu) is let be. */
  const answer = (options: Option[]): void => {
    const asked = tapIn(options[0]?.payload ?? '');
    const act = reactionTo(options, asked);
    if (!act || answered.has(asked.name)) return;
    answered.add(asked.name);
    present = asked.name;
    if (asked.node === survey.start) record.surveys.push({ answers: {}, finished: false });
    void sleep(dice.between(thinkMs.from, thinkMs.to)).then(act);
  };
  const reactionTo = (options: Option[], asked: Asked): (() => void) | undefined => {
    if (questions.has(asked.node)) return () => answerLevel(options, asked);
    const agree = options.find(({ title }) => title === 'Tôi đồng ý');
    if (agree) return () => say(taps ? { option: agree } : { text: 'đồng ý' });
    const pick = options.find(({ title }) => title === survey.title.vi);
    return pick && (() => say(taps ? { option: pick } : { text: survey.title.vi }));
  };

  const goOn = (): void => {
    const walk = record.surveys.at(-1);
    if (!walk || walk.finished) return;
    walk.finished = true;
    present = '';
    if (windingDown) done = true;
    else void sleep(dice.between(thinkMs.from, thinkMs.to)).then(begin);
  };
  const begin = (): void => {
    if (windingDown) done = true;
    else say({ text: 'khảo sát' });
  };

  /** The platform tells what became of the message, as it does in life. */
  const report = ({ messageId, text, reference }: Received): void => {
    const base = { platform, user, id: messageId, at: Date.now() };
    void bring({ ...base, what: 'echo', text, ...(reference !== undefined && { reference }) });
    void bring({ ...base, what: 'delivered' });
  };

  return {
    record,
    begin,
    receive: (message) => {
      const { text, reference } = message;
      record.received.push({ text, ...(reference !== undefined && { reference }) });
      report(message);
      if (text === thanks) goOn();
      else if (message.options.length > 0) answer(message.options);
    },
    windDown: () => {
      windingDown = true;
    },
    isDone: () => done,
  };
}

function textOf(id: string): string {
  const node = survey.nodes.find((one) => one.id === id) as { text?: { vi: string } } | undefined;
  return node?.text?.vi ?? '';
}
