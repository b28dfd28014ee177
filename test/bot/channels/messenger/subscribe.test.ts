import { describe, expect, test } from 'vitest';
import { answerChallenge } from '../../../../bot/channels/messenger/subscribe.js';
import { page } from './accounts.js';

const asked = { 'hub.mode': 'subscribe', 'hub.verify_token': 'lang-nghe', 'hub.challenge': '1158201444' };
const accounts = [page({ verifyToken: 'another' }), page()];

const cases = [
  { case: 'the right words', query: asked, answer: '1158201444' },
  { case: 'wrong words', query: { ...asked, 'hub.verify_token': 'lang-ngh' }, answer: null },
  { case: 'no words', query: { 'hub.mode': 'subscribe', 'hub.challenge': '1' }, answer: null },
  { case: 'words twice', query: { ...asked, 'hub.verify_token': ['lang-nghe', 'lang-nghe'] }, answer: null },
  { case: 'another mode', query: { ...asked, 'hub.mode': 'unsubscribe' }, answer: null },
  { case: 'no challenge', query: { 'hub.mode': 'subscribe', 'hub.verify_token': 'lang-nghe' }, answer: null },
  { case: 'nothing', query: {}, answer: null },
];

describe('Meta checks the webhook address', () => {
  test.each(cases)('$case', ({ query, answer }) => expect(answerChallenge(query, accounts)).toBe(answer));

  test('nobody is let in while no Page is connected', () => expect(answerChallenge(asked, [])).toBeNull());
});
