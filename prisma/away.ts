/** Is the database out of reach, rather than the statement wrong? Then the answer is "try again", not "we made a mistake". */

/** Prisma's names for it (prisma.io/docs/orm/reference/error-reference, 2026-11) and the operating system's. */
const away = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
]);
/** PostgreSQL's classes 08 (connection) and 57P (shutting down, starting up), and 53300 (no connection left). */
const awaySqlState = /^(08...|57P0[1-4]|53300)$/;
/** `pg` and the Prisma adapter give these no code. */
const awayMessage =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Can't reach database server|not queryable/;

export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && (away.has(code) || awaySqlState.test(code))) return true;
  return awayMessage.test(error.message) || isDatabaseAway(cause);
}
