/**
 * A client that costs little: raw sockets, kept alive, one request at a time on each, bytes made beforehand. An HTTP library in the
 * load generator would use more of the machine than what is measured.
 */
import { connect, type Socket } from 'node:net';

export interface Connections {
  /** Resolves with the status; 0 when the connection broke before an answer. Waits for a free connection. */
  post: (request: Buffer) => Promise<number>;
  close: () => void;
}

interface Line {
  socket: Socket;
  answered: ((status: number) => void) | null;
  heard: Buffer;
}

export async function openConnections(port: number, count: number): Promise<Connections> {
  const waiting: ((line: Line) => void)[] = [];
  const free = await Promise.all(Array.from({ length: count }, () => openLine(port)));

  const giveBack = (line: Line): void => {
    const next = waiting.shift();
    if (next) next(line);
    else free.push(line);
  };
  const send = async (line: Line, request: Buffer): Promise<number> => {
    // The other side may have closed it while nobody wrote.
    const living = line.socket.destroyed ? await openLine(port).catch(() => line) : line;
    const status = await new Promise<number>((resolve) => {
      living.answered = resolve;
      if (living.socket.destroyed) hearEnd(living);
      else living.socket.write(request);
    });
    giveBack(living);
    return status;
  };

  return {
    post: (request) => {
      const line = free.pop();
      if (line) return send(line, request);
      return new Promise<Line>((resolve) => waiting.push(resolve)).then((given) => send(given, request));
    },
    close: () => {
      for (const line of free) line.socket.destroy();
    },
  };
}

function openLine(port: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const line: Line = { socket, answered: null, heard: Buffer.alloc(0) };
    socket.once('connect', () => resolve(line));
    socket.on('error', reject);
    socket.on('data', (chunk) => hear(line, chunk));
    socket.on('close', () => hearEnd(line));
  });
}

function hear(line: Line, chunk: Buffer): void {
  line.heard = line.heard.length === 0 ? chunk : Buffer.concat([line.heard, chunk]);
  const status = statusIn(line.heard);
  if (status === null) return;
  line.heard = Buffer.alloc(0);
  settle(line, status);
}

const hearEnd = (line: Line): void => settle(line, 0);

function settle(line: Line, status: number): void {
  const { answered } = line;
  line.answered = null;
  answered?.(status);
}

const lengthHeader = /\r\ncontent-length: (\d+)/i;

/** The status of the answer once all of it is here. */
function statusIn(heard: Buffer): number | null {
  const end = heard.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = heard.toString('latin1', 0, end);
  const length = Number(lengthHeader.exec(head)?.[1] ?? 0);
  return heard.length >= end + 4 + length ? Number(head.slice(9, 12)) : null;
}
