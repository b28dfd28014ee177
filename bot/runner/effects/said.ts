import type { EffectOf } from '../turn.js';

/** What the engine says becomes a message out. */
export const said: EffectOf<'said'> = (turn, event, session) => {
  turn.spoken.push({
    trace: turn.trace,
    language: session.language,
    message: {
      text: event.text,
      ...(event.options && {
        options: event.options.map(({ label, key, node, option }) => ({
          label,
          key,
          tap: { session: session.id, node, option },
        })),
      }),
      ...(event.wants && { wants: event.wants }),
    },
  });
};
