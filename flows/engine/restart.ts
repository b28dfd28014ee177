/** Begins again where the stored position no longer resolves, keeping every answer that still has a question. */
import type { AnswerValue, Session } from '../contract.js';
import type { CompiledFlow, Step } from './compile.js';
import { shownSoFar } from './record.js';
import { forgetTries, note, type Turn } from './turn.js';
import { walk } from './walk.js';
import { withdraw } from './withdraw.js';

export function restart(turn: Turn): void {
  const { session, flow } = turn;
  turn.events.push({ type: 'restarted' });
  note(turn, 'restarted');
  const kept = fitting(flow, session.answers);
  withdraw(
    turn,
    Object.keys(session.answers).filter((id) => !Object.hasOwn(kept, id)),
  );
  session.path = [];
  session.early = {};
  forgetTries(session);
  turn.shown = shownSoFar(turn);
  walk(turn, flow.flow.start);
}

/** The answers that these questions could have been given. */
export function fitting(flow: CompiledFlow, answers: Session['answers']): Session['answers'] {
  return Object.fromEntries(
    Object.entries(answers).filter(([id, value]) => {
      const step = flow.steps.get(id);
      return step?.type.waits && fits(step, value);
    }),
  );
}

function fits({ type, options }: Step, value: AnswerValue): boolean {
  if (value.kind === 'skipped' || value.kind === 'unknown' || value.kind === 'refused') return true;
  if (value.kind !== type.answers) return false;
  const offered = (code: string) => options.length === 0 || options.some((option) => option.code === code);
  if (value.kind === 'code') return offered(value.code);
  if (value.kind === 'codes') return value.codes.every(offered);
  return value.kind !== 'number' || offered(String(value.number));
}
