/** Every official may read surveys; writers may have them checked; publishing and retiring is for those who answer for it. */
import type { Door } from '../../context.js';
import { mayCheckSurveys, mayPublishSurveys, maySeeSurveys } from '../../policies/survey.js';
import { checkSurvey } from './check.js';
import { listSurveys } from './list.js';
import { publish } from './publish.js';
import { readSurvey } from './read.js';
import { readRevision } from './read-revision.js';
import { retire } from './retire.js';

export const surveys: Door[] = [
  { who: maySeeSurveys, endpoints: [listSurveys, readSurvey, readRevision] },
  { who: mayCheckSurveys, endpoints: [checkSurvey] },
  { who: mayPublishSurveys, endpoints: [publish, retire] },
];
