/** Walks on from a step until something is to be asked or the flow is over. */
import type { AnswerValue } from '../contract.js';
import { ask } from './ask.js';
import type { Step } from './compile.js';
import { finish } from './finish.js';
import { follow, nextOf } from './follow.js';
import { readTap } from './read.js';
import { record } from './record.js';
import { say, type Turn, viewOf, waitAt } from './turn.js';
import { withdraw, withdrawStray } from './withdraw.js';

export function walk(turn: Turn, from: string | undefined): void {
  let waiting = passOn(turn, from);
  // Each round uses up one early tap.
  for (let early = takeEarly(turn, waiting); waiting && early; early = takeEarly(turn, waiting)) {
    record(turn, waiting, early);
    waiting = passOn(turn, nextOf(waiting, turn.session.answers));
  }
  withdrawStray(turn);
  if (waiting) ask(turn);
  else finish(turn, 'finished');
}

/** Passes what can be passed; returns the question that waits now. */
function passOn(turn: Turn, from: string | undefined): Step | undefined {
  const { session, flow } = turn;
  const { passed, stopsAt } = follow(flow, from, session.answers, session.path);
  for (const step of passed) {
    if (step.type.waits) session.path.push(step.id);
    else if (!turn.shown.has(step.id)) show(turn, step);
  }
  if (stopsAt) arrive(turn, stopsAt.id);
  else session.at = null;
  return stopsAt;
}

function show(turn: Turn, { type, node }: Step): void {
  const { events = [], text } = type.show(node, viewOf(turn));
  for (const event of events) {
    if (event.type === 'language-chosen') turn.session.language = event.language;
    if (event.type === 'jumped') turn.jump = event;
    else turn.events.push(event);
  }
  if (text !== undefined) say(turn, text);
}

/** A new round of a loop begins clean: what was answered in the last one is asked again. */
function arrive(turn: Turn, id: string): void {
  const round = turn.session.path.indexOf(id);
  if (round >= 0) withdraw(turn, turn.session.path.splice(round));
  waitAt(turn, id);
}

/** The answer of a tap that came before its question. */
function takeEarly(turn: Turn, step: Step | undefined): AnswerValue | undefined {
  const { early } = turn.session;
  const option = step && Object.hasOwn(early, step.id) ? early[step.id] : undefined;
  if (!step || option === undefined) return undefined;
  delete early[step.id];
  const reading = readTap(turn, step, option, []);
  if (reading.kind === 'more') turn.session.picked = reading.picked;
  return reading.kind === 'answer' ? reading.value : undefined;
}
