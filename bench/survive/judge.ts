/** Compares what really happened with what the product made of it. Pure, so that the judge can be judged by a test. */
import type { PersonRecord } from './record.js';
import type { StoredAnswer, StoredPerson } from './stored.js';

export interface Verdict {
  /** Events answered 200 that are not there, were not handled, or were parked. */
  acknowledgedButLost: number;
  /** Answers that people gave and that do not stand in the database as they were given. */
  answersLostOrWrong: number;
  /** Answers or responses too many: stored twice, never given, or changed on the way. */
  answersTooMany: number;
  /** Messages that reached a person in another order than they were decided in, or answers in another order than given. */
  outOfOrder: number;
  /** Messages that never reached the person. */
  repliesMissing: number;
  /** Messages that reached the person more than once, counted without the first time. */
  sentTwice: number;
  stuck: number;
  /** The first few, in words. */
  findings: string[];
}

type Count = Exclude<keyof Verdict, 'findings'>;
type Find = (count: Count, what: string) => void;

const mostFindings = 20;

export function judge(people: PersonRecord[], stored: StoredPerson[]): Verdict {
  const verdict: Verdict = {
    acknowledgedButLost: 0,
    answersLostOrWrong: 0,
    answersTooMany: 0,
    outOfOrder: 0,
    repliesMissing: 0,
    sentTwice: 0,
    stuck: 0,
    findings: [],
  };
  people.forEach((person, index) => {
    const find: Find = (count, what) => {
      verdict[count] += 1;
      const isNews = count !== 'sentTwice' && verdict.findings.length < mostFindings;
      if (isNews) verdict.findings.push(`${person.platform} ${person.user}: ${what}`);
    };
    const kept = stored[index] ?? { events: [], messages: [], responses: [] };
    judgeEvents(person, kept, find);
    judgeSurveys(person, kept, find);
    judgeMessages(person, kept, find);
    if (person.stuck) find('stuck', 'still waits for something');
  });
  return verdict;
}

function judgeEvents({ events }: PersonRecord, kept: StoredPerson, find: Find): void {
  const known = new Map(kept.events.map((event) => [event.name, event]));
  for (const [name, { acknowledged }] of events) {
    const there = known.get(name);
    if (!acknowledged || (there?.handled && there.parked === null)) continue;
    const fate = there ? (there.parked ? `parked (${there.parked})` : 'never handled') : 'not stored';
    find('acknowledgedButLost', `${name} was answered 200 and is ${fate}`);
  }
}

function judgeSurveys({ surveys }: PersonRecord, { responses }: StoredPerson, find: Find): void {
  surveys.forEach((survey, index) => {
    const response = responses[index];
    const given = Object.entries(survey.answers);
    for (const [question, level] of given) judgeAnswer(question, level, response?.answers ?? [], find);
    judgeOrder(
      given.map(([question]) => question),
      response?.answers ?? [],
      find,
    );
    for (const { question } of response?.answers ?? [])
      if (!(question in survey.answers)) find('answersTooMany', `${question} was never answered, but stands there`);
    if (survey.finished && response?.state !== 'finished')
      find('answersLostOrWrong', `survey ${index + 1} was finished, but stands there as ${response?.state}`);
  });
  for (const { state } of responses.slice(surveys.length))
    find('answersTooMany', `a response (${state}) to a survey nobody began`);
}

function judgeAnswer(question: string, level: number, answers: StoredAnswer[], find: Find): void {
  const there = answers.filter((answer) => answer.question === question);
  const [answer] = there;
  if (!answer) return find('answersLostOrWrong', `${question} was answered ${level}, and nothing stands there`);
  if (answer.number !== level)
    find('answersLostOrWrong', `${question} was answered ${level}, and ${answer.number} stands there`);
  if (there.length > 1) find('answersTooMany', `${question} stands there ${there.length} times`);
  if (answer.changes > 0) find('answersTooMany', `${question} was written again ${answer.changes} times`);
}

function judgeOrder(given: string[], answers: StoredAnswer[], find: Find): void {
  const there = answers.toSorted((a, b) => a.position - b.position).map(({ question }) => question);
  const expected = given.filter((question) => there.includes(question));
  const common = there.filter((question) => given.includes(question));
  if (common.join() !== expected.join()) find('outOfOrder', `answered ${expected}, stored ${common}`);
}

/** Rows in the order they were decided, against what arrived: each row once, then perhaps the same again, then the next. */
function judgeMessages({ received }: PersonRecord, { messages }: StoredPerson, find: Find): void {
  let place = -1;
  const arrived = new Set<number>();
  for (const message of received) {
    const found = findRow(messages, message, place);
    if (found === null) {
      find('outOfOrder', `"${start(message.text)}" came from nowhere`);
    } else if (arrived.has(found)) {
      find('sentTwice', start(message.text));
      if (found < place) find('outOfOrder', `"${start(message.text)}" came again after something later`);
    } else {
      if (found < place) find('outOfOrder', `"${start(message.text)}" came after something later`);
      arrived.add(found);
      place = Math.max(place, found);
    }
  }
  messages.forEach(({ text, status }, index) => {
    if (!arrived.has(index)) find('repliesMissing', `"${start(text)}" (${status}) never came`);
  });
}

type Row = StoredPerson['messages'][number];

/** By our own reference where the platform carries it; else by its words, the next of those first, then the present one. */
function findRow(rows: Row[], message: PersonRecord['received'][number], place: number): number | null {
  const fits = ({ id, text }: Row): boolean =>
    message.reference === undefined ? message.text.startsWith(text.trim()) : id === message.reference;
  const next = rows.findIndex((row, index) => index > place && fits(row));
  if (next === place + 1) return next;
  const before = rows.findLastIndex((row, index) => index <= place && fits(row));
  if (before === place && before >= 0) return before;
  if (next >= 0) return next;
  return before >= 0 ? before : null;
}

const start = (text: string): string => text.slice(0, 40).replaceAll('\n', ' ');
