import { only } from './official.js';

export const maySeeAudit = only('administrator', 'auditor');
