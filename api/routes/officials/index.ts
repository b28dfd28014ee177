/** Administrators keep the list of who may log in; heads see their own people; everybody changes their own password. */
import type { Door } from '../../context.js';
import { mayChangeOwnPassword, mayManageOfficials, maySeeOfficials } from '../../policies/colleague.js';
import { changeOfficial } from './change.js';
import { changeOwnPassword } from './change-own-password.js';
import { createOfficial } from './create.js';
import { disableOfficial } from './disable.js';
import { enableOfficial } from './enable.js';
import { listOfficials } from './list.js';
import { readOfficial } from './read.js';

export const officials: Door[] = [
  { who: maySeeOfficials, endpoints: [listOfficials, readOfficial] },
  { who: mayManageOfficials, endpoints: [createOfficial, changeOfficial, disableOfficial, enableOfficial] },
  { who: mayChangeOwnPassword, endpoints: [changeOwnPassword] },
];
