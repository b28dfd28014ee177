/** Pictures from the tester's own computer, kept in memory so that the product can fetch them as from a platform. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../world.js';

const mostPhotos = 20;
const pictureTypes: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

export function keepPhoto(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const type = request.headers['content-type'] ?? '';
  const ending = pictureTypes[type];
  if (!ending || !Buffer.isBuffer(request.body))
    return reply.code(409).send({ message: `send one picture as ${Object.keys(pictureTypes).join(', ')}` });
  const name = `${world.ids.hex(16)}.${ending}`;
  world.photos.set(name, { type, bytes: request.body });
  const [oldest] = world.photos.keys();
  if (world.photos.size > mostPhotos && oldest) world.photos.delete(oldest);
  return reply.send({ name });
}

export function showPhoto(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { name } = request.params as { name: string };
  const photo = world.photos.get(name);
  if (!photo) return reply.code(404).send({ message: 'this picture is no longer kept' });
  return reply.type(photo.type).send(photo.bytes);
}
