import { only } from './official.js';

export const maySeeChannels = only('administrator', 'ministry', 'head', 'auditor');
export const mayManageChannels = only('administrator');
