import { anyOfficial, only } from './official.js';

/** A head sees the officials of their own agency and below (policies/reach.ts). */
export const maySeeOfficials = only('administrator', 'ministry', 'head', 'auditor');
export const mayManageOfficials = only('administrator');
export const mayChangeOwnPassword = anyOfficial;
