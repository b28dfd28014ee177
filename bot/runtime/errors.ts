/** The program cannot start, or cannot go on, for a reason that a person can mend. The message is one sentence that names the cure. */
export class StartError extends Error {
  override name = 'StartError';
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Node reports a host with several addresses as a bundle of errors; the first one says what is wrong. */
const firstOf = (error: unknown): unknown =>
  error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;

/** The host and port of an address, without the user and password that stand in it. */
function placeOf(address: string): string {
  try {
    const url = new URL(address);
    return `${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  } catch {
    return 'the given address';
  }
}

const unreachable: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there: start the server, or correct the host and port',
  ENOTFOUND: 'the host name is unknown: correct it, or check the name server',
  EAI_AGAIN: 'the host name could not be looked up: check the network and the name server',
  ETIMEDOUT: 'it does not answer: check the address and the firewall',
  EHOSTUNREACH: 'the host cannot be reached: check the address and the network',
  ECONNRESET: 'it closed the connection: check the port and whether TLS is required',
};

/** PostgreSQL's own codes (postgresql.org/docs/18/errcodes-appendix.html) that a wrong setting brings about. */
const refusedByPostgres: Record<string, string> = {
  '28P01': 'the password is wrong: correct it in DATABASE_URL',
  '28000': 'this user may not log in from here: correct the user, or pg_hba.conf on the server',
  '3D000': 'the database does not exist: create it, or correct its name',
  '42501': 'the user may not do what is needed: make it the owner of the database',
  '53300': 'it has no connection left: raise max_connections, or stop other programs',
  '57P03': 'it is still starting or shutting down: try again in a moment',
};

export function explainDatabaseError(error: unknown, url: string): StartError {
  const cause = firstOf(error);
  if (cause instanceof Error && cause.name === 'MigrationError') return new StartError(cause.message, { cause });
  const code = codeOf(cause);
  const why = unreachable[code] ?? refusedByPostgres[code] ?? detail(cause);
  return new StartError(`The database at ${placeOf(url)} (DATABASE_URL) cannot be used: ${why}.`, { cause });
}

export function explainRedisError(error: unknown, url: string): StartError {
  const cause = firstOf(error);
  const text = detail(cause);
  const wrongPassword = /WRONGPASS|NOAUTH|invalid password/i.test(text);
  const why = unreachable[codeOf(cause)] ?? (wrongPassword ? 'the user or password is wrong: correct REDIS_URL' : text);
  return new StartError(`Redis at ${placeOf(url)} (REDIS_URL) cannot be used: ${why}.`, { cause });
}

export function explainListenError(error: unknown, host: string, port: number): StartError {
  const why: Record<string, string> = {
    EADDRINUSE: `port ${port} is taken by another program: stop it, or choose another port (PORT=${port + 1} npm start)`,
    EACCES: `this user may not open port ${port}: choose one above 1023 with PORT`,
    EADDRNOTAVAIL: `this machine has no address ${host}: correct HOST (127.0.0.1 for this machine only, 0.0.0.0 for all)`,
    ENOTFOUND: `the host name ${host} is unknown: correct HOST`,
  };
  return new StartError(`The server cannot listen: ${why[codeOf(error)] ?? detail(error)}.`, { cause: error });
}

const detail = (error: unknown): string =>
  (error instanceof Error ? error.message || codeOf(error) : String(error)).split('\n', 1)[0] ?? '';
