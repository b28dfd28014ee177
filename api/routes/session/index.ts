/** Anybody may knock; who is in may look at their session and leave. */
import type { Door } from '../../context.js';
import { anyOfficial } from '../../policies/official.js';
import { endSession } from './end.js';
import { readSession } from './read.js';
import { startSession } from './start.js';

export const session: Door[] = [
  { who: 'anybody', endpoints: [startSession] },
  { who: anyOfficial, endpoints: [readSession, endSession] },
];
