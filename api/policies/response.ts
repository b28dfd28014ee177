import { only } from './official.js';

export const maySeeResponses = only('administrator', 'ministry', 'head', 'officer', 'observer');
/** Free text, phone numbers, places and photos can name a person; observers watch the figures. */
export const mayOpenSensitiveAnswers = only('administrator', 'ministry', 'head', 'officer');
/** A file leaves the house and its log: those who answer for an agency take one out. */
export const mayExportResponses = only('administrator', 'ministry', 'head', 'observer');
