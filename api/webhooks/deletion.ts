/**
 * Meta's data-deletion callback: the wish is stored, and the person is given a code and an address where its state can be read.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { WebhookContext } from './index.js';

export function deletionRoutes(app: FastifyInstance, context: WebhookContext): void {
  app.post<{ Params: { platform: string } }>(
    '/:platform/deletion',
    { schema: { hide: true } },
    async (request, reply) => {
      const { platform } = request.params;
      const channel = context.channels.get(platform);
      if (!channel?.deletion) return reply.code(404).send();
      const form = Object.fromEntries(
        new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''),
      );
      const outcome = channel.deletion(form, context.accounts.ofPlatform(platform), context.clock.now());
      if (!outcome.ok) return reply.code(401).type('text/plain').send(`refused: ${outcome.reason}`);
      const code = randomUUID();
      await context.storeDeletion({ code, platform, subject: outcome.subject, at: context.clock.now() });
      return reply.send({ url: `${context.publicUrl}/webhooks/${platform}/deletion/${code}`, confirmation_code: code });
    },
  );

  app.get<{ Params: { code: string } }>(
    '/:platform/deletion/:code',
    { schema: { hide: true } },
    async (request, reply) => {
      const found = await context.findDeletion(request.params.code);
      reply.type('text/plain; charset=utf-8');
      if (!found) return reply.code(404).send('Không có yêu cầu với mã này. / There is no request with this code.');
      const day = (date: Date): string => date.toISOString().slice(0, 10);
      return reply.send(
        found.doneAt
          ? `Yêu cầu xoá dữ liệu nhận ngày ${day(found.receivedAt)} đã thực hiện xong ngày ${day(found.doneAt)}.\nThe request of ${day(found.receivedAt)} was carried out on ${day(found.doneAt)}.`
          : `Yêu cầu xoá dữ liệu nhận ngày ${day(found.receivedAt)} đang được thực hiện.\nThe request of ${day(found.receivedAt)} is being carried out.`,
      );
    },
  );
}
