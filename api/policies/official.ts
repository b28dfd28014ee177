/** How a policy is said: `maySee = only('head', 'officer')`. A policy is a question about an official, answered yes or no. */
import type { Role } from '../../prisma/official.js';

/** Who is asking, as far as policies and handlers need to know. */
export interface Asker {
  id: string;
  email: string;
  name: string;
  role: Role;
  agencyId: string | null;
  language: string;
}

export type Policy = (official: Pick<Asker, 'role'>) => boolean;

export const only =
  (...roles: Role[]): Policy =>
  (official) =>
    roles.includes(official.role);

/** Everybody who is logged in. */
export const anyOfficial: Policy = () => true;

/** Work that is done for one agency: what these see ends where their agency ends. */
export const worksWithinAgency = only('head', 'officer', 'observer');
/** An observer may watch the whole country; a head or an officer without an agency would see nothing, or everything by mistake. */
export const needsAgency = only('head', 'officer');
