/**
 * The flows at hand: dialogs that ship with the code, surveys as published. A turn looks them up without waiting, so what somebody is on
 * and has not been read yet is read before the group is decided.
 */
import type { Flow, FlowRevision } from '../../flows/contract.js';
import { pickSurvey } from '../../flows/dialogs/pick-survey.js';
import type { Prisma } from '../../prisma/client.js';
import { publishedSurveys, surveyRevision } from '../../prisma/survey.js';
import type { Conversation } from './conversation.js';
import type { Flows } from './turn.js';

export interface FlowShelf extends Flows {
  /** Reads what is published now. */
  reload: () => Promise<void>;
  /** Reads the revisions these conversations are on, where they are not at hand. */
  fetchFor: (conversations: Conversation[]) => Promise<void>;
}

export function createFlowShelf(prisma: Prisma, dialogs: Map<string, Flow>): FlowShelf {
  /** The same object for the same revision, always: the engine keeps what it made of it. */
  const revisions = new Map<string, FlowRevision | null>();
  let current = new Map<string, FlowRevision>();
  let picker = pickSurvey([]);

  const dialog = new Map([...dialogs].map(([id, flow]) => [id, { ...flow, revision: 0 }]));
  const nameOf = (id: string, revision: number): string => `${id}@${revision}`;

  return {
    current: (id) => dialog.get(id) ?? current.get(id) ?? null,
    revision: (id, revision) =>
      id === picker.id ? picker : (dialog.get(id) ?? revisions.get(nameOf(id, revision)) ?? null),
    pickSurvey: () => picker,
    reload: async () => {
      const published = await publishedSurveys(prisma);
      const kept = published.map((flow) => revisions.get(nameOf(flow.id, flow.revision)) ?? flow);
      for (const flow of kept) revisions.set(nameOf(flow.id, flow.revision), flow);
      current = new Map(kept.map((flow) => [flow.id, flow]));
      picker = pickSurvey(kept);
    },
    fetchFor: async (conversations) => {
      for (const { sessions } of conversations) {
        for (const { flow, revision } of sessions) {
          const name = nameOf(flow, revision);
          if (dialog.has(flow) || flow === picker.id || revisions.has(name)) continue;
          revisions.set(name, await surveyRevision(prisma, flow, revision));
        }
      }
    },
  };
}
