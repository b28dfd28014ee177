/**
 * A process of its own that starts the embedded database, says where it is, and stops it on SIGTERM. For tests that kill it:
 * `node --import tsx test/support/embedded-postgres-owner.ts <data folder> [setting=value …]`
 */
import { startEmbeddedPostgres } from '../../bot/runtime/embedded-postgres.js';

const [dataDir = '', ...settings] = process.argv.slice(2);
try {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    address: 'http://127.0.0.1:3000',
    settings: { shared_buffers: '32MB', ...Object.fromEntries(settings.map((setting) => setting.split('=', 2))) },
  });
  process.on('SIGTERM', async () => {
    await postgres.stop();
    process.exit(0);
  });
  setInterval(() => undefined, 60_000);
  const { connectionString, pid, folder, takenOver } = postgres;
  console.log(JSON.stringify({ connectionString, pid, folder, takenOver }));
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
