import type { Door } from '../../context.js';
import { maySeeAudit } from '../../policies/audit.js';
import { listAudit } from './list.js';

export const audit: Door[] = [{ who: maySeeAudit, endpoints: [listAudit] }];
