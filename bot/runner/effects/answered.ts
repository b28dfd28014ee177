import type { EffectOf } from '../turn.js';

/** An answer of a survey becomes a row of its response; what may name a person is sealed. */
export const answered: EffectOf<'answered'> = (turn, event, session) => {
  const responseId = turn.conversation.responses[session.id];
  if (!responseId) return;
  const value = JSON.stringify(event.value);
  const others = turn.writes.answers.filter(
    (other) => other.responseId !== responseId || other.question !== event.node,
  );
  turn.writes.answers = [
    ...others,
    {
      responseId,
      question: event.node,
      position: event.position,
      kind: event.nodeType,
      value: event.sensitive ? null : value,
      valueSealed: event.sensitive ? turn.tools.keys.sealer.seal(value) : null,
      at: turn.tools.now,
    },
  ];
  turn.writes.withdrawn = turn.writes.withdrawn.filter(
    (row) => row.responseId !== responseId || row.question !== event.node,
  );
  turn.counts.push('answered');
};
