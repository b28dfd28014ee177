import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { Config } from '../bot/runtime/config.js';
import { explainListenError } from '../bot/runtime/errors.js';

/**
 * The settings with the port that is served on: 0 becomes a free one, and a port that is taken is found out before anything else has been
 * started. A worker takes whatever port there is (serve.ts).
 */
export async function settlePort(config: Config): Promise<Config> {
  if (config.role === 'worker') return config;
  const port = await tryPort(config.host, config.port);
  return { ...config, port, publicUrl: config.publicUrl.replace(/:0$/, `:${port}`) };
}

function tryPort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(explainListenError(error, host, port)));
    server.listen(port, host, () => {
      const free = (server.address() as AddressInfo).port;
      server.close(() => resolve(free));
    });
  });
}
