/** A citizen's way through a survey, from the phone to PostgreSQL and back, on both platforms. */
import { describe, expect, it } from 'vitest';
import { contactIdOf } from '../../prisma/seal.js';
import { openHouse, shippedSurvey } from '../support/house.js';
import type { Platform } from '../support/phone.js';

const house = await openHouse();
const hour = 3_600_000;
const { say, tap } = house;

const responsesOf = (user: string) =>
  house.rows<{ survey: string; revision: number; state: string; language: string; answers: string[] }>(
    `SELECT r.survey_id AS survey, r.revision, r.state, r.language, (
       SELECT coalesce(array_agg(format('%s %s', a.question, coalesce(a.value ->> 'number', a.value ->> 'code', a.value ->> 'kind'))
              ORDER BY a.position), '{}') FROM answer a WHERE a.response_id = r.id) AS answers
     FROM response r JOIN response_owner o ON o.response_id = r.id WHERE o.contact_id = $1 ORDER BY r.started_at`,
    [contactOf(user)],
  );
const known = new Map<string, string>();
const contactOf = (user: string) => known.get(user) ?? '';

/** A phone whose contact can be told from others in the database. */
async function newPhone(platform: Platform) {
  const phone = await house.phone(platform);
  const account = house.path.accounts.ofPlatform(platform)[0];
  known.set(phone.user, contactIdOf(house.keys.contactKey, account?.id ?? 0, phone.user));
  return phone;
}

describe.each<Platform>(['zalo', 'messenger'])('on %s', (platform) => {
  it('a person is greeted, agrees, answers with taps and typed numbers, stops half-way, comes back and finishes', async () => {
    const phone = await newPhone(platform);
    const [published] = await house.rows<{ revision: number }>(
      'SELECT revision FROM survey_revision WHERE retired_at IS NULL',
    );

    const hello = await say(phone, 'xin chào');
    expect(hello[0]).toContain('anh/chị đang nói chuyện với máy');
    expect(hello[1]).toContain('Bên kiểm soát dữ liệu: Bộ Nội vụ');
    expect(await phone.options()).toEqual(['Tôi đồng ý', 'Tôi không đồng ý']);
    expect(await house.rows(`SELECT consented FROM contact WHERE id = $1`, [contactOf(phone.user)])).toEqual([
      { consented: null },
    ]);

    expect(await tap(phone, 'Tôi đồng ý')).toEqual([expect.stringContaining('Anh/chị muốn làm gì?')]);
    expect(await tap(phone, 'Làm khảo sát')).toEqual([expect.stringContaining('Câu 1/3')]);
    expect(await say(phone, '4')).toEqual([expect.stringContaining('Câu 2/3')]);

    await house.advance(20 * hour);
    expect(await say(phone, 'khảo sát')).toEqual([expect.stringContaining('ta đang ở câu 2/3')]);
    expect(await tap(phone, '5 · Rất hài lòng').catch(() => say(phone, '5'))).toEqual([
      expect.stringContaining('Câu 3/3'),
    ]);
    expect(await say(phone, 'không biết')).toEqual([expect.stringContaining('Cảm ơn anh/chị!')]);

    expect(await responsesOf(phone.user)).toEqual([
      {
        survey: 'one-stop-shop',
        revision: published?.revision,
        state: 'finished',
        language: 'vi',
        answers: ['staff 4', 'time 5', 'overall unknown'],
      },
    ]);
  });

  it('nobody is asked a survey question without having agreed', async () => {
    const phone = await newPhone(platform);
    await say(phone, 'xin chào');
    expect(await say(phone, 'khảo sát')).toEqual([expect.stringContaining('Anh/chị có đồng ý không?')]);
    expect(await tap(phone, 'Tôi không đồng ý')).toEqual([expect.stringContaining('tôi tôn trọng lựa chọn')]);
    expect(await say(phone, 'khảo sát')).toEqual([expect.stringContaining('Anh/chị có đồng ý không?')]);
    expect(await responsesOf(phone.user)).toEqual([]);
    expect(await tap(phone, 'Tôi đồng ý')).toEqual([expect.stringContaining('Câu 1/3')]);
  });

  it('consent is withdrawn in the middle of a survey: nothing more is asked', async () => {
    const phone = await newPhone(platform);
    await house.toSurvey(phone);
    await say(phone, '4');
    await say(phone, 'dữ liệu của tôi');
    expect(await tap(phone, 'Rút lại đồng ý')).toEqual([expect.stringContaining('không hỏi gì thêm')]);
    expect(await responsesOf(phone.user)).toMatchObject([{ state: 'stopped', answers: ['staff 4'] }]);
    expect((await say(phone, '5')).join()).not.toContain('Câu 2/3');
    const consents = await house.rows(`SELECT given FROM consent WHERE contact_id = $1 ORDER BY id`, [
      contactOf(phone.user),
    ]);
    expect(consents).toEqual([{ given: true }, { given: false }]);
  });

  it('a menu over a survey: looked at, left, and the survey goes on where it was', async () => {
    const phone = await newPhone(platform);
    await house.toSurvey(phone);
    await say(phone, '2');
    expect(await say(phone, 'menu')).toEqual([expect.stringContaining('Anh/chị muốn làm gì?')]);
    expect(await tap(phone, 'Làm khảo sát')).toEqual([expect.stringContaining('ta đang ở câu 2/3')]);
    expect(await say(phone, '3')).toEqual([expect.stringContaining('Câu 3/3')]);
    expect(await say(phone, '3')).toEqual([expect.stringContaining('Cảm ơn anh/chị!')]);
    expect(await responsesOf(phone.user)).toMatchObject([{ state: 'finished' }]);
  });

  it('the language is changed in the middle and holds from then on', async () => {
    const phone = await newPhone(platform);
    await house.toSurvey(phone);
    expect(await say(phone, 'english')).toEqual([expect.stringContaining('Question 1/3')]);
    await say(phone, '1');
    await say(phone, 'stop');
    expect(await say(phone, 'menu')).toEqual([expect.stringContaining('What would you like to do?')]);
    expect(await responsesOf(phone.user)).toMatchObject([{ language: 'en', state: 'stopped', answers: ['staff 1'] }]);
  });

  it('whoever began a survey ends it on the revision they began, others begin the new one', async () => {
    const early = await newPhone(platform);
    await house.toSurvey(early);
    await say(early, '4');
    const survey = await shippedSurvey();
    const shorter = { ...survey, nodes: survey.nodes.filter(({ id }) => id !== 'time').map(nextIsOverall) };
    const revision = await house.publish(shorter);
    expect(await say(early, '4')).toEqual([expect.stringContaining('Câu 3/3')]);
    await say(early, '4');

    const late = await newPhone(platform);
    expect(await house.toSurvey(late)).toEqual([expect.stringContaining('Câu 1/2')]);
    await say(late, '4');
    await say(late, '4');
    expect(await responsesOf(early.user)).toMatchObject([
      { revision: revision - 1, answers: ['staff 4', 'time 4', 'overall 4'] },
    ]);
    expect(await responsesOf(late.user)).toMatchObject([{ revision, answers: ['staff 4', 'overall 4'] }]);
    await house.publish(survey);
  });

  it('an answer is changed by an old button only after a yes', async () => {
    const phone = await newPhone(platform);
    await house.toSurvey(phone);
    const payload = await phone.payload((await phone.options())[0] ?? '');
    await say(phone, '4');
    await say(phone, '4');
    const offer = await press(phone, payload);
    expect(offer).toEqual([expect.stringContaining('Đổi thành')]);
    await tap(phone, 'Đổi');
    expect((await responsesOf(phone.user))[0]?.answers[0]).toBe('staff 1');
  });

  it('an old button of a conversation that has ended says so and offers what can be done now', async () => {
    const phone = await newPhone(platform);
    await house.toSurvey(phone);
    const payload = await phone.payload((await phone.options())[0] ?? '');
    await say(phone, 'dừng');
    await house.advance(30 * 24 * hour);
    const said = await press(phone, payload);
    expect(said[0]).toContain('đã kết thúc');
    expect(said.join('\n')).toContain('Anh/chị muốn làm gì?');
    expect(await responsesOf(phone.user)).toMatchObject([{ state: 'stopped', answers: [] }]);
  });

  it.each([
    ['made up', (payload: string) => payload.replace(/:[^:]+$/, ':AAAAAAAAAAA')],
    ['another option', (payload: string) => payload.replace(/:1:([^:]+)$/, ':5:$1')],
    ['cut off', (payload: string) => payload.slice(0, -3)],
    ['far too long', (payload: string) => `${payload}${':x'.repeat(5_000)}`],
  ])('a forged payload (%s) counts as nothing', async (_how, forge) => {
    const phone = await newPhone(platform);
    await house.toSurvey(phone);
    const said = await press(phone, forge(await phone.payload((await phone.options())[0] ?? '')));
    expect(said.join()).toContain('Anh/chị vui lòng chọn một mức');
    expect((await responsesOf(phone.user))[0]?.answers).toEqual([]);
  });

  it("a payload copied from another person's phone counts as nothing", async () => {
    const [one, other] = [await newPhone(platform), await newPhone(platform)];
    await house.toSurvey(one);
    await house.toSurvey(other);
    await press(other, await one.payload((await one.options())[0] ?? ''));
    expect((await responsesOf(one.user))[0]?.answers).toEqual([]);
    expect((await responsesOf(other.user))[0]?.answers).toEqual([]);
  });

  it('a survey that waited too long is closed with a word, and what was answered stays', async () => {
    const phone = await newPhone(platform);
    await house.toSurvey(phone);
    await say(phone, '4');
    await house.advance(15 * 24 * hour);
    const said = await say(phone, 'xin chào');
    expect(said[0]).toContain('đã quá thời gian chờ');
    expect(await responsesOf(phone.user)).toMatchObject([{ state: 'expired', answers: ['staff 4'] }]);
  });

  it('a session whose revision has vanished begins again with an apology and keeps what was answered', async () => {
    const phone = await newPhone(platform);
    await house.toSurvey(phone);
    await say(phone, '4');
    await moveSession(contactOf(phone.user), { revision: 99_999, at: 'no-such-node' });
    const said = await say(phone, '5');
    expect(said.join()).toContain('nội dung vừa được cập nhật');
    expect(said.join()).toContain('Câu 2/3');
    expect((await responsesOf(phone.user))[0]?.answers).toEqual(['staff 4']);
  });
});

const nextIsOverall = <Node extends { id: string }>(node: Node): Node =>
  node.id === 'staff' ? { ...node, next: 'overall' } : node;

/** Sends a payload as a button would, wherever the button has gone by now. */
async function press(phone: Awaited<ReturnType<typeof newPhone>>, payload: string): Promise<string[]> {
  if (phone.platform === 'zalo') return say(phone, payload);
  // A reaction opens the fake's window, as the tap would.
  await phone.act({ react: { messageId: 'm_any' } });
  const before = (await phone.heard()).length;
  const at = house.clock.now();
  const account = house.path.accounts.ofPlatform('messenger')[0]?.accountId;
  await house.sandbox('POST', 'event', {
    platform: 'messenger',
    body: {
      object: 'page',
      entry: [
        {
          id: account,
          time: at,
          messaging: [
            {
              sender: { id: phone.user },
              recipient: { id: account },
              timestamp: at,
              message: {
                mid: `m_pressed_${at}_${Math.round(performance.now() * 1000)}`,
                text: '1',
                quick_reply: { payload },
              },
            },
          ],
        },
      ],
    },
  });
  await house.settled();
  return (await phone.heard()).slice(before);
}

/** Doctors the stored position of a contact's survey. */
async function moveSession(contactId: string, change: { revision: number; at: string }): Promise<void> {
  const [row] = await house.rows<{ state_sealed: Buffer }>('SELECT state_sealed FROM session WHERE contact_id = $1', [
    contactId,
  ]);
  if (!row) throw new Error('no session');
  const state = JSON.parse(house.keys.sealer.open(row.state_sealed)) as { sessions: object[] };
  state.sessions = state.sessions.map((session) => ({ ...session, ...change }));
  await house.rows('UPDATE session SET state_sealed = $2 WHERE contact_id = $1', [
    contactId,
    house.keys.sealer.seal(JSON.stringify(state)),
  ]);
}
