import type { Problem } from '../contract.js';

export const error = (path: string, message: string): Problem => ({ path, message, severity: 'error' });
export const warning = (path: string, message: string): Problem => ({ path, message, severity: 'warning' });

/** The place of a field: nodes are named, because an author knows them by name and not by number. */
export const placeOf = (node: string, ...fields: (string | number)[]): string => ['nodes', node, ...fields].join('.');
