import { only } from './official.js';

/** Masked, always: nobody needs the whole name and number of a citizen to serve them here. */
export const maySeeContacts = only('administrator', 'ministry', 'head', 'officer');
