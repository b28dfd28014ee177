/** GET /api/events: what changes, as server-sent events. */
import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { World } from '../world.js';

const heartbeatMs = 20_000;

export function stream(world: World, reply: FastifyReply): FastifyReply {
  const out = new PassThrough();
  const end = () => void out.end();
  world.closers.add(end);
  const unsubscribe = world.hub.subscribe((change) => out.write(`data: ${JSON.stringify(change)}\n\n`));
  const heartbeat = setInterval(() => out.write(': still here\n\n'), heartbeatMs);
  heartbeat.unref();
  out.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
    world.closers.delete(end);
  });
  out.write(': hello\n\n');
  return reply
    .headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    .send(out);
}
