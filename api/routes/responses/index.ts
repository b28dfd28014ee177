/** Those who answer for a survey read its responses; a file of them leaves the house with fewer hands. */
import type { Door } from '../../context.js';
import { mayExportResponses, maySeeResponses } from '../../policies/response.js';
import { exportResponses } from './export.js';
import { listResponses } from './list.js';
import { readResponse } from './read.js';

export const responses: Door[] = [
  { who: maySeeResponses, endpoints: [listResponses, readResponse] },
  { who: mayExportResponses, endpoints: [exportResponses] },
];
