/**
 * Keeps personal data and secrets out of the log, twice: by the name of the field, and by what a text looks like. The log is
 * read by people who may not read what citizens write, and it is copied to places nobody remembers.
 */

/** Fields that carry what a person wrote or who they are, in our words and in the platforms'. */
const personal =
  /^(text|texts|body|rawBody|raw|payload|caption|note|title|message|displayName|fullName|firstName|lastName|first_name|last_name|profile|avatar|phone|phoneNumber|phone_number|email|address|latitude|longitude|coordinates|urls|answer|answers|value|values|userId|user_id|user_id_by_app|psid|recipient|sender|from|input|params|parameters|detail|where|query)$/i;
const secret =
  /(password|passwd|secret|token|authorization|cookie|signature|mac|proof|credential|private_?key|api_?key|otp|connectionString|databaseUrl|redisUrl)$/i;
/** Names that look alike and are needed to find out what happened. */
const harmless = /^(tokenAge|tokenLeft|tokenExpiresAt)$/;

const deepest = 6;

/** A copy to be written: same shape, what must not be read replaced by what kind of thing it was. */
export function redact(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return redactError(value, depth);
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'bigint') return value.toString();
  if (Buffer.isBuffer(value) || ArrayBuffer.isView(value)) return '[bytes]';
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= deepest) return '[deep]';
  if (!isPlain(value)) return `[${value.constructor.name}]`;
  if (Array.isArray(value)) return value.slice(0, 100).map((each) => redact(each, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, redactField(name, each, depth + 1)]));
}

/** Requests, sockets and pools know everything and belong in no log. */
const isPlain = (value: object): boolean =>
  Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));

function redactField(name: string, value: unknown, depth: number): unknown {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  if (secret.test(name) && !harmless.test(name)) return '[secret]';
  return personal.test(name) ? '[personal]' : redact(value, depth);
}

/** Only what errors say of themselves: PostgreSQL's and Axios-like ones carry the row or the request in further fields. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { code, status, statusCode } = error as Error & Record<string, unknown>;
  return {
    type: error.name,
    text: scrub(error.message),
    ...(code !== undefined && { code }),
    ...((status ?? statusCode) !== undefined && { status: status ?? statusCode }),
    stack: scrub(error.stack ?? ''),
    ...(error.cause !== undefined && depth < deepest && { cause: redact(error.cause, depth + 1) }),
  };
}

const patterns: [RegExp, string][] = [
  // JSON.parse quotes what it could not read
  [/"[^"\n]*"(\.\.\.)? is not valid JSON/g, '[personal] is not valid JSON'],
  // user:password@ in addresses
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"]+@/gi, '$1[secret]@'],
  [
    /\b(access_token|refresh_token|appsecret_proof|secret_key|app_secret|hub\.verify_token|token|code)=[^&\s"\\]+/gi,
    '$1=[secret]',
  ],
  [/\bBearer\s+[\w.~+/-]+=*/gi, 'Bearer [secret]'],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[e-mail]'],
  // Vietnamese mobile and landline numbers, with the separators people use
  [/(?<![\w.-])(\+?84|0)[\s.-]?\d{2,3}([\s.-]?\d{3,4}){2}(?![\w-])/g, '[phone]'],
];

export const scrub = (text: string): string =>
  patterns.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
