/** `/`: one plain page that says what runs here and where to go. No script, no style of its own: it works in anything. */
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../context.js';
import { languageOf } from '../language.js';
import { docsPath } from './openapi.js';

export function serveHome(app: FastifyInstance, { words, mount = [] }: Pick<ApiContext, 'words' | 'mount'>): void {
  const hasSandbox = mount.some(({ prefix }) => prefix === '/sandbox');
  app.get<{ Querystring: { lang?: string } }>('/', async (request, reply) => {
    const language = languageOf(request.query.lang ?? request.headers['accept-language']);
    const say = (key: string): string => asHtml(words.api(language, `home.${key}`));
    const links = [...(hasSandbox ? [['/sandbox', say('sandbox')]] : []), [docsPath, say('docs')]];
    return reply
      .type('text/html; charset=utf-8')
      .header('vary', 'accept-language')
      .send(`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Lắng Nghe</title></head>
<body>
<main>
<h1>Lắng Nghe</h1>
<p>${say('what')}</p>
<ul>
${links.map(([href, text]) => `<li><a href="${href}">${text}</a></li>`).join('\n')}
</ul>
<p><a href="/?lang=${language === 'vi' ? 'en' : 'vi'}" hreflang="${language === 'vi' ? 'en' : 'vi'}">${say('otherLanguage')}</a></p>
</main>
</body>
</html>
`);
  });
}

const asHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
