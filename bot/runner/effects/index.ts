/**
 * What follows from each thing that can happen in a flow: one file per event. The table is complete or the types refuse it.
 */
import type { FlowEvent, FlowRevision, Session } from '../../../flows/contract.js';
import type { EffectOf, Turn } from '../turn.js';
import { answerWithdrawn } from './answer-withdrawn.js';
import { answered } from './answered.js';
import { consented } from './consented.js';
import { ended } from './ended.js';
import { erasureRequested } from './erasure-requested.js';
import { jumped } from './jumped.js';
import { languageChosen } from './language-chosen.js';
import { opted } from './opted.js';
import { personRequested } from './person-requested.js';
import { restarted } from './restarted.js';
import { said } from './said.js';
import { started } from './started.js';

const effects: { [Type in FlowEvent['type']]: EffectOf<Type> } = {
  said,
  started,
  answered,
  'answer-withdrawn': answerWithdrawn,
  consented,
  'language-chosen': languageChosen,
  opted,
  'person-requested': personRequested,
  'erasure-requested': erasureRequested,
  jumped,
  restarted,
  ended,
};

export function applyEffect<Type extends FlowEvent['type']>(
  turn: Turn,
  event: Extract<FlowEvent, { type: Type }>,
  session: Session,
  flow: FlowRevision,
): void {
  const effect = effects[event.type as Type] as EffectOf<Type>;
  effect(turn, event, session, flow);
}
