/** What there is, by resource. Each folder says who may enter; each file in it is one endpoint. */
import type { Door } from '../context.js';
import { agencies } from './agencies/index.js';
import { audit } from './audit/index.js';
import { channels } from './channels/index.js';
import { contacts } from './contacts/index.js';
import { officials } from './officials/index.js';
import { responses } from './responses/index.js';
import { session } from './session/index.js';
import { surveys } from './surveys/index.js';

export const resources: Record<string, Door[]> = {
  session,
  surveys,
  responses,
  contacts,
  channels,
  agencies,
  officials,
  audit,
};
