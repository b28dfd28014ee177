/** A cable between us and a server that a test can pull out (`cut`), or squeeze so that nothing passes any more (`squeeze`). */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  /** The given address, by way of the proxy. */
  url: string;
  /** Connections break and new ones are refused. */
  cut: () => Promise<void>;
  /** Connections stay, new ones are taken, and nothing passes: what a lost network looks like. */
  squeeze: () => void;
  /** All is well again; what was squeezed flows on. */
  mend: () => Promise<void>;
  /** The next time these words go to the server they arrive, but its answer is lost, and the connection with it. */
  swallowAnswerTo: (words: string) => void;
  /** As `mend`, but what was squeezed is lost: the server was replaced meanwhile, and nobody told us. */
  replace: () => void;
  /** The connections that hang since a replacement end at last, as TCP ends them after a quarter of an hour. */
  giveUp: () => void;
  close: () => Promise<void>;
}

export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  let squeezed = false;
  let swallowed: string | null = null;
  const pairs = new Set<[Socket, Socket]>();
  const orphans: Socket[] = [];
  const server = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port || 5432) });
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on('close', end).on('error', end);
    near.pipe(far);
    far.pipe(near);
    near.on('data', (chunk) => {
      if (swallowed === null || !chunk.includes(swallowed)) return;
      swallowed = null;
      far.unpipe(near);
      far.on('data', () => setTimeout(end, 50)).resume();
    });
    if (squeezed) stall(pair);
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(own);
  const breakAll = () => {
    for (const [near] of pairs) near.destroy();
  };
  return {
    url: url.href,
    cut: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      breakAll();
      await closed;
    },
    squeeze: () => {
      squeezed = true;
      for (const pair of pairs) stall(pair);
    },
    mend: async () => {
      squeezed = false;
      for (const [near, far] of pairs) {
        near.pipe(far);
        far.pipe(near);
      }
      if (!server.listening) await listen(own);
    },
    replace: () => {
      squeezed = false;
      for (const pair of pairs) {
        // The far end is gone, the near end never hears of it.
        pairs.delete(pair);
        orphans.push(pair[0]);
        pair[1].removeAllListeners('close').destroy();
      }
    },
    swallowAnswerTo: (words) => {
      swallowed = words;
    },
    giveUp: () => {
      for (const socket of orphans.splice(0)) socket.destroy();
    },
    close: async () => {
      breakAll();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

function stall([near, far]: [Socket, Socket]): void {
  near.unpipe(far).pause();
  far.unpipe(near).pause();
}
