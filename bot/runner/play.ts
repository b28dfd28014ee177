/**
 * Running flows within a turn: starting one, answering the present one, taking one up again, following jumps.
 */
import type { FlowRevision, Input, Session, Step } from '../../flows/contract.js';
import { bringToFront, presentSession, putAway, replaceSession } from './conversation.js';
import { applyEffect } from './effects/index.js';
import { letGo } from './let-go.js';
import { sayPhrase, type Turn } from './turn.js';

/** A flow may send on to another, that one to a third …; more in one turn is a circle. */
const mostJumps = 5;
const hour = 3_600_000;

/** Begins a flow anew. Says so when there is no such flow (any more). */
export function startFlow(turn: Turn, flowId: string): void {
  const { flows, engine, names, now } = turn.tools;
  const flow = flowId === 'pick-survey' ? flows.pickSurvey() : flows.current(flowId);
  if (!flow) return sayPhrase(turn, 'route.no-flow');
  if (needsConsent(flow) && !turn.contact.consented) return askConsent(turn, flowId);
  endDialogs(turn);
  const step = engine.start(flow, { id: names.session(), language: turn.language, at: now });
  for (const dropped of bringToFront(turn.conversation, step.session)) letGo(turn, dropped);
  finishStep(turn, flow, step);
}

/** Nobody is asked anything without having agreed. */
const needsConsent = (flow: FlowRevision): boolean => flow.kind === 'survey' || flow.id === 'pick-survey';

/** What the person came for is remembered until they have agreed. */
function askConsent(turn: Turn, flowId: string): void {
  turn.conversation.intent = flowId;
  startFlow(turn, 'consent');
}

/** A survey waits until the person comes back to it; a dialog is over when something else begins. */
export function endDialogs(turn: Turn): void {
  const { conversation } = turn;
  for (const session of conversation.sessions) {
    if (conversation.responses[session.id] === undefined) putAway(conversation, session);
  }
}

/** Answers the session with what the person put in. */
export function answerFlow(turn: Turn, session: Session, input: Input): void {
  withFlow(turn, session, (flow) => turn.tools.engine.resume(flow, session, input, turn.tools.now));
}

/** Goes on where the person left off. */
export function takeUp(turn: Turn, session: Session): void {
  bringToFront(turn.conversation, session);
  withFlow(turn, session, (flow) => turn.tools.engine.takeUp(flow, session, turn.tools.now));
}

export function expireFlow(turn: Turn, session: Session): void {
  withFlow(turn, session, (flow) => turn.tools.engine.expire(flow, session, turn.tools.now));
}

/** Has this session waited longer than its flow allows? */
export function isOver(turn: Turn, session: Session): boolean {
  return expiryOf(turn, session) <= turn.tools.now;
}

export function expiryOf(turn: Turn, session: Session): number {
  const flow = turn.tools.flows.revision(session.flow, session.revision);
  return session.waitingSince + (flow?.expiresAfterHours ?? 24 * 14) * hour;
}

/** A person stays on the revision they began; where that is gone, the present one takes what can be kept. */
function withFlow(turn: Turn, session: Session, run: (flow: FlowRevision) => Step): void {
  const { flows } = turn.tools;
  const flow = flows.revision(session.flow, session.revision) ?? flows.current(session.flow);
  if (!flow) {
    letGo(turn, session);
    return sayPhrase(turn, 'route.no-flow');
  }
  finishStep(turn, flow, run(flow));
}

function finishStep(turn: Turn, flow: FlowRevision, step: Step): void {
  turn.played.add(step.session.id);
  replaceSession(turn.conversation, step.session);
  for (const event of step.events) applyEffect(turn, event, step.session, flow);
  if (step.session.state !== 'waiting') putAway(turn.conversation, step.session);
}

/** Follows where flows send on to, and comes back to what was put aside when nothing else waits. */
export function goOn(turn: Turn): void {
  for (let jumps = 0; turn.next && jumps < mostJumps; jumps += 1) {
    const { flow, resume } = turn.next;
    turn.next = null;
    const parked = resume ? turn.conversation.sessions.find((session) => session.flow === flow) : undefined;
    if (parked) takeUp(turn, parked);
    else startFlow(turn, flow);
  }
  turn.next = null;
}

/** What was put aside is taken up again when the dialog over it has ended and nothing new has begun. */
export function comeBack(turn: Turn, before: Session | null): void {
  const present = presentSession(turn.conversation);
  if (!before || !present || present.id === before.id || turn.played.has(present.id)) return;
  takeUp(turn, present);
}
