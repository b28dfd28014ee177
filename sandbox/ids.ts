/** Ids shaped like the platforms': decimal strings beyond 2^53, so that whoever turns one into a number loses digits here too. */
export interface Ids {
  decimal: (digits: number) => string;
  hex: (digits: number) => string;
  /** A message id: unique by its counter, cheap enough for load. */
  message: (prefix: string) => string;
}

export function createIds(random: () => number): Ids {
  const digits = (alphabet: string, count: number) =>
    Array.from({ length: count }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  const run = digits('0123456789abcdef', 10);
  let counter = 0;
  return {
    decimal: (count) => `9${digits('0123456789', count - 1)}`,
    hex: (count) => digits('0123456789abcdef', count),
    message: (prefix) => {
      counter += 1;
      return `${prefix}${run}${counter.toString(16).padStart(10, '0')}`;
    },
  };
}
