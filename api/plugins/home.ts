/** `/`: one plain page that says what runs here and where to go. No script: it works in anything. */
import type { FastifyInstance } from 'fastify';
import type { Language } from '../../flows/contract.js';
import type { ApiContext } from '../context.js';
import { languageOf } from '../language.js';
import { docsPath } from './openapi.js';

const stylePath = '/home.css';
const style = `:root { color-scheme: light dark; }
body { margin: 0; font: 1.125rem/1.6 system-ui, sans-serif; }
main { max-width: 38rem; margin: 12vh auto; padding: 0 1.5rem; }
h1 { font-size: 2.25rem; margin: 0 0 .5rem; }
ul { list-style: none; padding: 0; margin: 2rem 0; }
li { margin: .75rem 0; }
a { color: LinkText; }
li a { display: block; padding: .9rem 1.1rem; border: 1px solid; border-radius: .6rem; text-decoration: none; }
li a:hover, li a:focus-visible { text-decoration: underline; }
`;

type Needed = Pick<ApiContext, 'words' | 'mount'>;

export function serveHome(app: FastifyInstance, context: Needed): void {
  app.get<{ Querystring: { lang?: string } }>('/', async (request, reply) => {
    const language = languageOf(request.query.lang ?? request.headers['accept-language']);
    reply.type('text/html; charset=utf-8').header('vary', 'accept-language');
    return reply.send(page(context, language));
  });
  app.get(stylePath, async (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
}

function page({ words, mount = [] }: Needed, language: Language): string {
  const say = (key: string): string => asHtml(words.api(language, `home.${key}`));
  const hasSandbox = mount.some(({ prefix }) => prefix === '/sandbox');
  const links = [...(hasSandbox ? [['/sandbox', say('sandbox')]] : []), [docsPath, say('docs')]];
  const other = language === 'vi' ? 'en' : 'vi';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Lắng Nghe</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<main>
<h1>Lắng Nghe</h1>
<p>${say('what')}</p>
<ul>
${links.map(([href, text]) => `<li><a href="${href}">${text}</a></li>`).join('\n')}
</ul>
<p><a href="/?lang=${other}" hreflang="${other}" lang="${other}">${say('otherLanguage')}</a></p>
</main>
</body>
</html>
`;
}

const asHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
