/**
 * One line of JSON per event on standard output; readable lines when a person looks at a terminal. `trace` is the id that is followed
 * from a webhook to its reply: `logger.child({ trace })`.
 */
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { redact, scrub } from './redact.js';

export type Logger = PinoLogger;

export interface LoggerOptions {
  level: string;
  /** Readable lines; default: on a terminal. */
  pretty?: boolean;
  /** For tests. */
  destination?: DestinationStream;
}

export function createLogger({ level, pretty = process.stdout.isTTY === true, destination }: LoggerOptions): Logger {
  const out = destination ?? pino.destination({ dest: 1, sync: true });
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: ({ req, res, ...fields }) => ({
          ...redactFields(fields),
          ...(req !== undefined && { req }),
          ...(res !== undefined && { res }),
        }),
      },
      // Our own look at errors replaces pino's, which would write every field they carry.
      serializers: { err: (error: unknown) => error, req: describeRequest, res: describeResponse },
      hooks: {
        logMethod(args, method) {
          const scrubbed = args.map((arg: unknown) => (typeof arg === 'string' ? scrub(arg) : arg));
          method.apply(this, scrubbed as typeof args);
        },
      },
    },
    pretty ? readable(out) : out,
  );
  // pino shows a child's fields to no formatter.
  const { child } = logger;
  logger.child = function redacted(this: PinoLogger, bindings, childOptions) {
    return child.call(this, redactFields(bindings), childOptions);
  } as typeof child;
  return logger;
}

const redactFields = (fields: object) => redact(fields) as Record<string, unknown>;

/** Never the query: it holds tokens (`hub.verify_token`) and what people searched for. */
const describeRequest = ({ method, url }: { method?: string; url?: string }) => ({
  method,
  url: url?.split('?', 1)[0],
});
const describeResponse = ({ statusCode }: { statusCode?: number }) => ({ statusCode });

export const silentLogger: Logger = pino({ level: 'silent' });

function readable(out: DestinationStream): DestinationStream {
  return {
    write: (line) => {
      const { level, time, msg, err, ...fields } = JSON.parse(line) as Record<string, unknown>;
      const rest = Object.entries(fields).map(
        ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
      );
      const stack = err ? `\n${(err as { stack?: string }).stack ?? JSON.stringify(err)}` : '';
      out.write(`${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${[msg, ...rest].join(' ')}${stack}\n`);
    },
  };
}
