import { describe, expect, it } from 'vitest';
import { checkFlow } from '../../flows/check.js';
import { commands, languages, type Text } from '../../flows/contract.js';
import { pickSurvey } from '../../flows/dialogs/pick-survey.js';
import { roomForHints } from '../../flows/limits.js';
import { engine, flows, limits, nodeTypes, person, phrase, revisionOf, tap } from './universe.js';

/** Quick replies carry the longest of our texts; 2,000 characters on both channels (2026-11-22). */
const shown = limits.map((channel) => ({ ...channel, textWithOptions: 2000 }));
const check = (flow: unknown) => checkFlow(flow, { nodeTypes, limits: shown, flows: [...flows.keys()] }).problems;

describe.each([...flows.values()])('$kind $id', (flow) => {
  it('is sound on both channels', () => expect(check(flow)).toEqual([]));

  it('is written in composed characters, without stray spaces', () => {
    const texts = textsIn(flow);
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts.flatMap(({ vi, en }) => [vi, en])) {
      expect(text).toBe(text.normalize('NFC'));
      expect(text).toBe(text.trim());
      expect(text).not.toMatch(/ {2}| \n|\u00a0/);
    }
  });
});

function textsIn(value: unknown): Text[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('vi' in value && 'en' in value) return [value as Text];
  return Object.values(value).flatMap(textsIn);
}

describe('the first message', () => {
  it.each([
    ['vi', [/tự động/, /máy, không phải với người/, /Bộ Nội vụ/, /“cán bộ”/]],
    ['en', [/automated/, /machine, not to a person/, /Ministry of Home Affairs/, /“official”/]],
  ] as const)('says in %s that a machine speaks, who runs it, and how to reach a person', (language, said) => {
    const [first] = person(revisionOf('greeting'), { language }).heard;
    for (const words of said) expect(first).toMatch(words);
  });

  it('is followed by the question for consent', () => {
    expect(person(revisionOf('greeting')).happened).toContainEqual({ type: 'jumped', flow: 'consent', resume: false });
  });
});

describe('consent', () => {
  it.each([
    [
      'vi',
      [/Mục đích/, /Bên kiểm soát dữ liệu: Bộ Nội vụ/, /rút lại đồng ý/, /“dữ liệu của tôi”/, /Từ chối cũng không sao/],
    ],
    ['en', [/Purpose/, /Controller: Ministry of Home Affairs/, /withdraw your consent/, /“my data”/, /fine to refuse/]],
  ] as const)('names purpose, controller, rights and the way out in %s', (language, said) => {
    const [text] = person(revisionOf('consent'), { language }).heard;
    for (const words of said) expect(text).toMatch(words);
  });

  it.each([
    ['đồng ý', true],
    ['không', false],
  ])('%s is kept with the text that was shown', (answer, given) => {
    const citizen = person(revisionOf('consent'));
    const [text] = citizen.heard;
    citizen.does(answer);
    expect(citizen.happened).toContainEqual({ type: 'consented', purpose: 'participation', given, text });
  });

  it('has no default: silence, skipping and chatter are no consent', () => {
    const citizen = person(revisionOf('consent'));
    citizen.does('bỏ qua', 'chào bạn', { other: 'sticker' });
    expect(citizen.session.answers).toEqual({});
  });

  it('can be withdrawn', () => {
    const citizen = person(revisionOf('my-data'));
    citizen.does('rút lại đồng ý');
    expect(citizen.happened).toMatchObject([
      { type: 'answered' },
      { type: 'consented', purpose: 'participation', given: false },
      { type: 'ended' },
    ]);
  });
});

describe('dialogs do what they say', () => {
  it.each([
    ['opt-out', [], { type: 'opted', out: true }],
    ['opt-in', [], { type: 'opted', out: false }],
    ['person', [], { type: 'person-requested', reason: 'asked' }],
    ['vietnamese', [], { type: 'language-chosen', language: 'vi' }],
    ['english', [], { type: 'language-chosen', language: 'en' }],
    ['erase', ['có'], { type: 'erasure-requested' }],
    ['language', ['english'], { type: 'jumped', flow: 'english', resume: false }],
    ['menu', ['1'], { type: 'jumped', flow: 'pick-survey', resume: false }],
    ['my-data', ['2'], { type: 'jumped', flow: 'erase', resume: false }],
  ] as const)('%s %j', (id, moves, event) => {
    const citizen = person(revisionOf(id));
    citizen.does(...moves);
    expect(citizen.happened).toContainEqual(event);
  });

  it('nothing is erased without a yes', () => {
    const citizen = person(revisionOf('erase'));
    citizen.does('không');
    expect(citizen.happened).not.toContainEqual({ type: 'erasure-requested' });
  });

  it('a language is answered in that language, whatever was spoken before', () => {
    expect(person(revisionOf('english'), { language: 'vi' }).heard[0]).toMatch(/English/);
    expect(person(revisionOf('vietnamese'), { language: 'en' }).heard[0]).toMatch(/tiếng Việt/);
  });
});

describe('choosing a survey', () => {
  const title = (vi: string) => ({ vi, en: `${vi} (en)` });

  it('none: says so', () => {
    expect(person(pickSurvey([])).heard).toEqual([expect.stringContaining('chưa có khảo sát')]);
  });

  it('one: goes straight to it', () => {
    const { happened } = person(pickSurvey([{ id: 'one-stop-shop', title: title('Một cửa') }]));
    expect(happened).toContainEqual({ type: 'jumped', flow: 'one-stop-shop', resume: true });
  });

  it('several: by number, by label, by title', () => {
    const surveys = ['mot', 'hai'].map((id) => ({ id, title: title(`Khảo sát ${id}`) }));
    for (const move of ['2', 'Khảo sát hai', 'khao sat hai']) {
      const citizen = person(pickSurvey(surveys));
      citizen.does(move);
      expect(citizen.happened).toContainEqual({ type: 'jumped', flow: 'hai', resume: true });
    }
  });

  it('a button of an older list means the survey it named', () => {
    const [first, second, third] = ['mot', 'hai', 'ba'].map((id) => ({ id, title: title(id) }));
    if (!first || !second || !third) throw new Error('three surveys');
    const { session, offered } = person(pickSurvey([first, second]));
    const later = person(pickSurvey([third, first]), { session });
    const [mot, hai] = offered.map(({ node, option }) => tap(node, option));
    if (mot && hai) later.does(hai);
    expect(later.heard[0]).toContain('Nút này không còn dùng được.');
    if (mot) later.does(mot);
    expect(later.happened).toContainEqual({ type: 'jumped', flow: 'mot', resume: true });
  });

  it('long titles are listed, their buttons are short', () => {
    const surveys = [1, 2, 3].map((id) => ({
      id: `s${id}`,
      title: title(`Khảo sát rất dài về nhiều lĩnh vực số ${id}`),
      summary: title('Ba câu'),
    }));
    const { revision: _, ...flow } = pickSurvey(surveys);
    expect(checkFlow(flow, { nodeTypes, limits: shown }).problems).toEqual([]);
    const citizen = person(pickSurvey(surveys));
    expect(citizen.heard[0]).toContain('2. Khảo sát rất dài về nhiều lĩnh vực số 2: Ba câu');
    expect(citizen.offered.map(({ label }) => label)).toEqual(['Khảo sát 1', 'Khảo sát 2', 'Khảo sát 3']);
  });
});

describe('the words of the engine', () => {
  it('leave room: no hint is longer than what a question leaves for it', () => {
    const longest = { position: 99, total: 100, min: 0, max: 1_000_000_000, example: 2, day: '22/11/2026' };
    for (const language of languages) {
      for (const key of [
        'choice',
        'multi',
        'scale',
        'number-range',
        'date-impossible',
        'phone',
        'location',
        'photo',
        'text-long',
      ]) {
        const hint = [phrase(language, 'unsuitable'), phrase(language, `hint-${key}`, longest)].join(' ');
        const above = `${hint}\n\n${phrase(language, 'progress', longest)}\n`;
        expect(above.length).toBeLessThanOrEqual(roomForHints);
      }
    }
  });

  it('fit on buttons', () => {
    for (const language of languages) {
      for (const key of ['skip', 'unknown', 'refuse', 'done', 'start-over', 'change', 'keep']) {
        expect(phrase(language, `label-${key}`).length).toBeLessThanOrEqual(20);
      }
    }
  });

  it('answer every command in the middle of a survey', () => {
    const survey = revisionOf('one-stop-shop');
    for (const command of commands) {
      const { session } = person(survey);
      expect(engine.resume(survey, session, { type: 'command', command, text: command }, 0).events).not.toEqual([]);
    }
  });
});
