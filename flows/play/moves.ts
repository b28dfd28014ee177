/** What a line typed in the terminal means: the text itself, or with "/" something that is not text. */
import type { Move } from './replay.js';

const samplePhoto = 'https://example.org/photo.jpg';
/** The one-stop shop of Hoàn Kiếm, Hà Nội, more or less. */
const samplePlace: [number, number] = [21.0285, 105.8542];

const special: Record<string, (rest: string[]) => Move> = {
  photo: ([url = samplePhoto]) => ({ photo: [url] }),
  location: (rest) => ({ location: placeOf(rest) }),
  phone: (rest) => ({ phone: rest.join(' ') }),
  sticker: () => ({ other: 'sticker' }),
  voice: () => ({ other: 'voice' }),
  tap: ([of = '', tap = '']) => ({ tap, of }),
  tomorrow: () => ({ after: 'a day' }),
  expire: () => ({ after: 'too long' }),
};

export function movesOf(line: string): Move[] {
  if (line.trim() === '') return [];
  const [name = '', ...rest] = line.trim().slice(1).split(/\s+/);
  const make = line.startsWith('/') && Object.hasOwn(special, name) ? special[name] : undefined;
  return [make ? make(rest) : line];
}

function placeOf([latitude, longitude]: string[]): [number, number] {
  return latitude && longitude ? [Number(latitude), Number(longitude)] : samplePlace;
}
