import { anyOfficial, only } from './official.js';

/** Which agencies there are is public knowledge. */
export const maySeeAgencies = anyOfficial;
export const mayManageAgencies = only('administrator', 'ministry');
