/** The reader's language, from Accept-Language: the one of ours they like best, Vietnamese when they say nothing we speak. */
import { type Language, languages } from '../flows/contract.js';

export function languageOf(header: string | undefined): Language {
  const wishes = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
      return { language: tag.split('-')[0], weight: weight ? Number(weight.slice(2)) || 0 : 1 };
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const best = wishes.find((wish) => languages.some((language) => language === wish.language));
  return best?.language === 'en' ? 'en' : 'vi';
}
