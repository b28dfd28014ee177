/**
 * Many byte values as one parameter. An array of `bytea` travels as text, twice as long, and is written and read digit by digit; one value
 * travels as it is, and PostgreSQL cuts it up: `substring(bytes FROM start FOR size)`.
 */
export interface Packed {
  bytes: Buffer;
  /** Counted from 1, as SQL does. */
  starts: number[];
  sizes: number[];
}

export function pack(values: Buffer[]): Packed {
  const starts: number[] = [];
  const sizes: number[] = [];
  let next = 1;
  for (const value of values) {
    starts.push(next);
    sizes.push(value.length);
    next += value.length;
  }
  return { bytes: Buffer.concat(values), starts, sizes };
}
