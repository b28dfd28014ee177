/** Does every text and every label fit every channel? */

import type { ChannelLimits, Problem, Text } from '../contract.js';
import { languages } from '../contract.js';
import type { CompiledFlow, Step } from '../engine/compile.js';
import { roomForHints } from '../limits.js';
import { lengthOf } from '../reading/clean.js';
import type { CheckOptions } from './options.js';
import { error, placeOf } from './problem.js';

/** A measured text: where it stands, how long it may be on a channel, and what to say of one that is longer. */
interface Measured {
  place: string;
  text: Text;
  code: 'label-too-long' | 'text-too-long' | 'question-too-long';
  most: (limits: ChannelLimits) => number;
}

export function checkLengths({ steps }: CompiledFlow, { limits }: CheckOptions): Problem[] {
  return [...steps.values()]
    .flatMap(measuredOf)
    .flatMap((measured) => limits.flatMap((channel) => tooLong(measured, channel)));
}

function tooLong({ place, text, code, most }: Measured, channel: ChannelLimits): Problem[] {
  return languages.flatMap((language) => {
    const length = lengthOf(text[language].normalize('NFC'));
    const limit = most(channel);
    if (length <= limit) return [];
    return [error(`${place}.${language}`, code, { channel: channel.channel, limit, length })];
  });
}

function measuredOf(step: Step): Measured[] {
  return [...textsOf(step), ...labelsOf(step)];
}

function textsOf({ id, node, type, options }: Step): Measured[] {
  const text = node.text as Text | undefined;
  const most = (limits: ChannelLimits) => {
    if (!type.waits) return limits.text;
    return (options.length > 0 ? limits.textWithOptions : limits.text) - roomForHints;
  };
  const code = type.waits ? 'question-too-long' : 'text-too-long';
  return text ? [{ place: placeOf(id, 'text'), text, code, most }] : [];
}

function labelsOf({ id, options }: Step): Measured[] {
  return options.map(({ label, code }) => ({
    place: placeOf(id, 'options', code, 'label'),
    text: label,
    code: 'label-too-long',
    most: ({ optionLabel }) => optionLabel,
  }));
}
