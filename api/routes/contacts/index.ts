/** Masked for everybody who may look at all. */
import type { Door } from '../../context.js';
import { maySeeContacts } from '../../policies/contact.js';
import { listContacts } from './list.js';
import { readContact } from './read.js';

export const contacts: Door[] = [{ who: maySeeContacts, endpoints: [listContacts, readContact] }];
