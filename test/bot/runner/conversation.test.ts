import { describe, expect, it } from 'vitest';
import {
  bringToFront,
  findSession,
  newConversation,
  presentSession,
  putAway,
  readConversation,
  replaceSession,
} from '../../../bot/runner/conversation.js';
import type { Session } from '../../../flows/contract.js';

const session = (id: string, flow = 'survey'): Session => ({
  id,
  flow,
  revision: 1,
  language: 'vi',
  state: 'waiting',
  at: 'q',
  tries: 0,
  answers: {},
  path: [],
  early: {},
  startedAt: 0,
  waitingSince: 0,
});
const ids = (conversation: { sessions: Session[] }) => conversation.sessions.map(({ id }) => id);
const withSessions = (...names: string[]) => {
  const conversation = newConversation();
  for (const name of names.toReversed()) bringToFront(conversation, session(name));
  return conversation;
};

describe('conversation', () => {
  it('is new for whoever has none, and comes back from its JSON as it was', () => {
    expect(readConversation(null)).toEqual(newConversation());
    const conversation = withSessions('a', 'b');
    expect(readConversation(JSON.stringify(conversation))).toEqual(conversation);
  });

  it('the first session is the one that goes on', () => {
    expect(presentSession(newConversation())).toBeNull();
    expect(presentSession(withSessions('a', 'b'))?.id).toBe('a');
    expect(findSession(withSessions('a', 'b'), 'b')?.id).toBe('b');
    expect(findSession(withSessions('a'), 'z')).toBeNull();
  });

  it('a session is brought to the front once, however often', () => {
    const conversation = withSessions('a', 'b', 'c');
    expect(bringToFront(conversation, session('c'))).toEqual([]);
    expect(bringToFront(conversation, session('c'))).toEqual([]);
    expect(ids(conversation)).toEqual(['c', 'a', 'b']);
  });

  it('lets go of what was put aside longest when there are too many', () => {
    const conversation = withSessions('a', 'b', 'c', 'd');
    expect(bringToFront(conversation, session('e')).map(({ id }) => id)).toEqual(['d']);
    expect(ids(conversation)).toEqual(['e', 'a', 'b', 'c']);
  });

  it('puts one away with what it stood for, and replaces one where it is', () => {
    const conversation = withSessions('a', 'b');
    conversation.responses = { a: 'response-a', b: 'response-b' };
    putAway(conversation, session('a'));
    expect([ids(conversation), conversation.responses]).toEqual([['b'], { b: 'response-b' }]);
    replaceSession(conversation, { ...session('b'), at: 'next' });
    expect(presentSession(conversation)?.at).toBe('next');
    replaceSession(conversation, session('z'));
    expect(ids(conversation)).toEqual(['b']);
  });
});
