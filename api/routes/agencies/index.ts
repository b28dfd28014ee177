/** Which agencies there are, everybody may know; the ministry and the administrators keep the list. */
import type { Door } from '../../context.js';
import { mayManageAgencies, maySeeAgencies } from '../../policies/agency.js';
import { changeAgency } from './change.js';
import { closeAgency } from './close.js';
import { createAgency } from './create.js';
import { listAgencies } from './list.js';
import { readAgency } from './read.js';
import { readTree } from './tree.js';

export const agencies: Door[] = [
  { who: maySeeAgencies, endpoints: [listAgencies, readTree, readAgency] },
  { who: mayManageAgencies, endpoints: [createAgency, changeAgency, closeAgency] },
];
