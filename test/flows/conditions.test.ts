import { describe, expect, it } from 'vitest';
import { type Condition, conditionSchema, holds } from '../../flows/conditions.js';
import type { AnswerValue } from '../../flows/contract.js';

const answers: Record<string, AnswerValue> = {
  field: { kind: 'code', code: 'land' },
  reasons: { kind: 'codes', codes: ['late', 'papers'] },
  level: { kind: 'number', number: 2 },
  day: { kind: 'date', date: '2026-11-21' },
  name: { kind: 'refused' },
  when: { kind: 'unknown' },
  more: { kind: 'skipped' },
};

describe('conditions on earlier answers', () => {
  it.each<[Condition, boolean]>([
    [{ question: 'field', equals: 'land' }, true],
    [{ question: 'field', equals: 'birth' }, false],
    [{ question: 'field', in: ['birth', 'land'] }, true],
    [{ question: 'reasons', equals: 'late' }, true],
    [{ question: 'reasons', in: ['seats', 'signs'] }, false],
    [{ question: 'level', equals: 2 }, true],
    [{ question: 'level', less: 3 }, true],
    [{ question: 'level', less: 2 }, false],
    [{ question: 'level', greater: 1 }, true],
    [{ question: 'level', greater: 2 }, false],
    [{ question: 'day', equals: '2026-11-21' }, true],
    [{ question: 'name', equals: '_refused' }, true],
    [{ question: 'when', equals: '_unknown' }, true],
    [{ question: 'more', in: ['_skipped'] }, true],
    [{ question: 'name', less: 3 }, false],
    [{ question: 'missing', equals: 'land' }, false],
    [{ question: 'missing', less: 3 }, false],
    [{ answered: 'field' }, true],
    [{ answered: 'missing' }, false],
    [{ answered: 'name' }, false],
    [{ answered: 'more' }, false],
    [{ not: { answered: 'missing' } }, true],
    [{ and: [{ answered: 'field' }, { question: 'level', less: 3 }] }, true],
    [{ and: [{ answered: 'field' }, { question: 'level', less: 1 }] }, false],
    [{ or: [{ answered: 'missing' }, { question: 'level', less: 3 }] }, true],
    [{ or: [{ answered: 'missing' }, { not: { answered: 'field' } }] }, false],
    [{ answered: 'constructor' }, false],
    [{ question: 'constructor', equals: 'land' }, false],
  ])('%j → %s', (condition, expected) => expect(holds(condition, answers)).toBe(expected));

  it.each([
    [{ question: 'field', matches: '.*' }],
    [{ question: 'field' }],
    [{ question: 'field', equals: 'a', less: 3 }],
    [{ question: 'level', less: '3' }],
    [{ and: [] }],
    ['level < 3'],
    [null],
  ])('the language is closed: %j is refused', (condition) => {
    expect(conditionSchema.safeParse(condition).success).toBe(false);
  });
});
