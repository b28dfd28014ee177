/** Upload stubs: nothing is kept but an id; sizes and kinds are held as documented (image 1 MB, file and gif 5 MB; ids live 7 days). */
import type { Answer, Call } from '../fake-call.js';
import type { World } from '../world.js';
import { admit } from './access.js';
import { refuse, succeed } from './errors.js';

const megabyte = 1024 * 1024;

interface Rule {
  largest: number;
  kinds: RegExp;
}
const image: Rule = { largest: megabyte, kinds: /image\/(jpeg|jpg|png)/i };
const gif: Rule = { largest: 5 * megabyte, kinds: /image\/gif/i };
const file: Rule = { largest: 5 * megabyte, kinds: /application\/(pdf|msword|vnd\.openxml)|text\/csv/i };

export const uploadImage = (world: World, call: Call): Answer => upload(world, call, image, 'attachment_id');
export const uploadGif = (world: World, call: Call): Answer => upload(world, call, gif, 'attachment_id');
export const uploadFile = (world: World, call: Call): Answer => upload(world, call, file, 'token');

function upload(world: World, call: Call, rule: Rule, field: 'attachment_id' | 'token'): Answer {
  const { headers } = admit(world, call);
  const bytes = Buffer.from(call.body);
  if (!call.headers['content-type']?.startsWith('multipart/form-data')) refuse(-201, 'send multipart/form-data');
  const partHead = bytes.subarray(0, 600).toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
  if (!/name="?file"?/.test(partHead)) refuse(-201, 'field "file" is missing');
  if (!rule.kinds.test(partHead)) refuse(-201, 'file type is not allowed');
  /** The few hundred bytes around the file are not counted against it. */
  if (bytes.length - partHead.length > rule.largest + 200) refuse(-210, `file is larger than ${rule.largest} bytes`);
  return succeed({ [field]: world.ids.message('') }, headers);
}
