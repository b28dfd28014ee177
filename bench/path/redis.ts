import { Redis } from 'ioredis';

/** Commands that Redis has carried out, our own question left out. Without Redis there are none. */
export async function countRedisCommands(redisUrl: string | undefined): Promise<number> {
  if (!redisUrl) return 0;
  const redis = new Redis(redisUrl);
  const stats = await redis.info('commandstats');
  redis.disconnect();
  return [...stats.matchAll(/cmdstat_(\S+?):calls=(\d+)/g)]
    .filter(([, name]) => name !== 'info')
    .reduce((sum, [, , calls]) => sum + Number(calls), 0);
}
