import { expect, it } from 'vitest';
import { isDataError } from '../../../bot/inbox/intake.js';

/** What may work when it is tried again must be answered 503, what never will 200: the table decides between losing and looping. */
it.each<[string | undefined, boolean, string]>([
  ['22021', true, 'a character that the database cannot store'],
  ['23505', true, 'a key that is there already'],
  ['23514', true, 'a check that does not hold'],
  ['42703', true, 'no such column'],
  ['25006', false, 'a standby: read only until it is promoted'],
  ['40001', false, 'a serialization failure'],
  ['40P01', false, 'a deadlock'],
  ['53100', false, 'the disk is full'],
  ['53300', false, 'no connection left'],
  ['57P01', false, 'an administrator shuts it down'],
  ['57014', false, 'the statement was cancelled'],
  ['08006', false, 'the connection failed'],
  ['ECONNREFUSED', false, 'nobody listens'],
  [undefined, false, 'no code at all'],
])('%s: no use in trying again? %s (%s)', (code, hopeless) => {
  expect(isDataError(Object.assign(new Error('x'), { code }))).toBe(hopeless);
});
