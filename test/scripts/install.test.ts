import { describe, expect, it } from 'vitest';
import { packagesMatchLock } from '../../scripts/install.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/other-system': { version: '1.0.0', optional: true },
  },
};

describe('what is installed fits the lock', () => {
  const zod = { 'node_modules/zod': { version: '4.6.7' } };
  const cases = [
    { label: 'everything is there', installed: { packages: zod }, fits: true },
    {
      label: 'also what is for other systems',
      installed: { packages: { ...zod, 'node_modules/other-system': { version: '1.0.0' } } },
      fits: true,
    },
    {
      label: 'something more lies around',
      installed: { packages: { ...zod, 'node_modules/extra': { version: '1.0.0' } } },
      fits: true,
    },
    { label: 'nothing was ever installed', installed: undefined, fits: false },
    { label: 'a package is missing', installed: { packages: {} }, fits: false },
    { label: 'a package is older', installed: { packages: { 'node_modules/zod': { version: '4.6.6' } } }, fits: false },
    {
      label: 'an optional one is older',
      installed: { packages: { ...zod, 'node_modules/other-system': { version: '0.9.0' } } },
      fits: false,
    },
  ];
  it.each(cases)('$label: $fits', ({ installed, fits }) => {
    expect(packagesMatchLock(lock, installed)).toBe(fits);
  });
});
