import { anyOfficial, only } from './official.js';

export const maySeeSurveys = anyOfficial;
/** Whoever writes a survey may have it checked as often as they like. */
export const mayCheckSurveys = only('administrator', 'ministry', 'editor', 'approver');
/** Editors write, approvers publish: what goes out to citizens has been read by a second person. */
export const mayPublishSurveys = only('administrator', 'ministry', 'approver');
