/**
 * The limit: what a step costs at least when no promise is given up. Written by hand for one Page and one survey, it keeps what the
 * product keeps: an event is committed before its 200 and handled once, a message is a row before it is a request, what was sent is
 * marked, a person's messages stay in order, and after a crash what was not marked is sent again.
 *
 * It is as fast as these promises allow: one lane with group commit, one statement without a transaction around it per group, the reply
 * in the event's own row, sessions in memory, raw sockets to the platform.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { openConnections } from '../stage/connections.js';
import { decide, messageAt, newcomer, type State } from './conversation.js';

const [port = '', databaseUrl = '', graphUrl = '', appSecret = '', pageToken = ''] = process.argv.slice(2);
const database = new pg.Client({ connectionString: databaseUrl, options: '-c enable_seqscan=off -c jit=off' });
await database.connect();
await database.query(`
  CREATE TABLE IF NOT EXISTS inbox (mid text PRIMARY KEY, sender text NOT NULL, reply text NOT NULL, sent bool NOT NULL DEFAULT false) WITH (fillfactor = 80);
  CREATE TABLE IF NOT EXISTS session (sender text PRIMARY KEY, state jsonb NOT NULL) WITH (fillfactor = 70)`);

// ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Message {
  mid: string;
  sender: string;
  text: string;
  payload: string | undefined;
}
interface Delivery {
  messages: Message[];
  response: ServerResponse;
}
interface Item {
  sender: { id: string };
  message: { mid: string; text: string; quick_reply?: { payload: string } };
}

function receive(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    if (!isSigned(body, String(request.headers['x-hub-signature-256']))) return answer(response, 401);
    const { entry } = JSON.parse(body.toString()) as { entry: { messaging: Item[] }[] };
    const messages = entry.flatMap(({ messaging }) => messaging.map(messageOf));
    waiting.push({ messages, response });
    run();
  });
}

function isSigned(body: Buffer, header: string): boolean {
  const given = Buffer.from(header.slice('sha256='.length), 'hex');
  const made = createHmac('sha256', appSecret).update(body).digest();
  return given.length === made.length && timingSafeEqual(given, made);
}

const messageOf = ({ sender, message }: Item): Message => ({
  mid: message.mid,
  sender: sender.id,
  text: message.text,
  payload: message.quick_reply?.payload,
});

const answer = (response: ServerResponse, status: number): void =>
  void response.writeHead(status, { 'content-length': 2 }).end('ok');

// ── one group, one statement ────────────────────────────────────────────────────────────────────────────────────────────────

const sessions = new Map<string, State>();
let waiting: Delivery[] = [];
let sent: string[] = [];
let busy = false;

function run(): void {
  if (busy || (waiting.length === 0 && sent.length === 0)) return;
  busy = true;
  const group = waiting;
  waiting = [];
  handle(group.flatMap(({ messages }) => messages))
    .then(
      () => group.forEach(({ response }) => void answer(response, 200)),
      () => group.forEach(({ response }) => void answer(response, 503)),
    )
    .finally(() => {
      busy = false;
      if (waiting.length > 0) run();
    });
}

const duplicateKey = '23505';

/** A message that comes again makes the statement fail, nothing of it counts, and it is tried without what is known already. */
async function handle(messages: Message[]): Promise<void> {
  await loadSessions(messages);
  const before = new Map(messages.map(({ sender }) => [sender, sessions.get(sender) ?? newcomer]));
  const marks = sent;
  sent = [];
  try {
    await commit(messages, marks);
  } catch (error) {
    sent = [...marks, ...sent];
    for (const [sender, state] of before) sessions.set(sender, state);
    if ((error as { code?: string }).code !== duplicateKey) throw error;
    return handle(await withoutKnown(messages));
  }
}

async function loadSessions(messages: Message[]): Promise<void> {
  const missing = messages.filter(({ sender }) => !sessions.has(sender)).map(({ sender }) => sender);
  if (missing.length === 0) return;
  const text = 'SELECT sender, state FROM session WHERE sender = ANY ($1)';
  const { rows } = await database.query<{ sender: string; state: State }>({ name: 'load', text, values: [missing] });
  for (const { sender, state } of rows) sessions.set(sender, state);
}

async function commit(messages: Message[], marks: string[]): Promise<void> {
  const replies = messages.map(({ sender, text, payload }) => {
    const state = decide(sessions.get(sender) ?? newcomer, text, payload);
    sessions.set(sender, state);
    return state.at;
  });
  const senders = [...new Set(messages.map(({ sender }) => sender))];
  await database.query({
    name: 'group',
    text: `WITH stored AS (
        INSERT INTO inbox (mid, sender, reply) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
      ), sessions AS (
        INSERT INTO session (sender, state) SELECT * FROM unnest($4::text[], $5::jsonb[])
        ON CONFLICT (sender) DO UPDATE SET state = excluded.state
      )
      UPDATE inbox SET sent = true WHERE mid = ANY ($6)`,
    values: [
      messages.map(({ mid }) => mid),
      messages.map(({ sender }) => sender),
      replies,
      senders,
      senders.map((sender) => JSON.stringify(sessions.get(sender))),
      marks,
    ],
  });
  messages.forEach(({ mid, sender }, index) => void say(mid, sender, replies[index] ?? ''));
}

async function withoutKnown(messages: Message[]): Promise<Message[]> {
  const mids = messages.map(({ mid }) => mid);
  const { rows } = await database.query<{ mid: string }>('SELECT mid FROM inbox WHERE mid = ANY ($1)', [mids]);
  const known = new Set(rows.map(({ mid }) => mid));
  return messages.filter(({ mid }, index) => !known.has(mid) && mids.indexOf(mid) === index);
}

// ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const { port: graphPort, pathname } = new URL(graphUrl);
const graph = await openConnections(Number(graphPort), 32);
const proof = createHmac('sha256', appSecret).update(pageToken).digest('hex');
const head = `POST ${pathname}/me/messages?appsecret_proof=${proof} HTTP/1.1\r\nhost: graph\r\nauthorization: Bearer ${pageToken}\r\ncontent-type: application/json\r\ncontent-length: `;
/** The last thing on its way to each person. */
const tails = new Map<string, Promise<void>>();
const pauseMs = 1_000;
const markPauseMs = 25;

function say(mid: string, sender: string, reply: string): void {
  const tail = (tails.get(sender) ?? Promise.resolve()).then(() => send(mid, sender, reply));
  tails.set(sender, tail);
  void tail.then(() => tails.get(sender) === tail && tails.delete(sender));
}

async function send(mid: string, sender: string, reply: string): Promise<void> {
  const body = `{"recipient":{"id":"${sender}"},"messaging_type":"RESPONSE","message":${messageAt(reply)}}`;
  const request = Buffer.from(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
  while ((await graph.post(request)) !== 200) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  sent.push(mid);
}

/** Marks ride with the next group; where none comes, they are written alone. */
setInterval(run, markPauseMs);

const unsent = 'SELECT mid, sender, reply FROM inbox WHERE NOT sent';
for (const { mid, sender, reply } of (await database.query(unsent)).rows) say(mid, sender, reply);
createServer(receive).listen(Number(port), '127.0.0.1', () => console.log('ready'));
process.once('SIGTERM', () => process.exit(0));
