/** The least a webhook can be: it checks the signature over the raw bytes and answers 200. Nothing is kept. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const [port = '', appSecret = ''] = process.argv.slice(2);

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const given = Buffer.from(String(request.headers['x-hub-signature-256']).slice('sha256='.length), 'hex');
    const made = createHmac('sha256', appSecret).update(Buffer.concat(chunks)).digest();
    const isRight = given.length === made.length && timingSafeEqual(given, made);
    response.writeHead(isRight ? 200 : 401, { 'content-length': 2 }).end('ok');
  });
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
