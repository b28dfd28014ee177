/** Does every text and every label fit every channel? */

import type { ChannelLimits, Problem, Text } from '../contract.js';
import { languages } from '../contract.js';
import type { CompiledFlow, Step } from '../engine/compile.js';
import { roomForHints } from '../limits.js';
import { lengthOf } from '../reading/clean.js';
import type { CheckOptions } from './options.js';
import { error, placeOf } from './problem.js';

/** A measured text: where it stands, and how long it may be on a channel. */
interface Measured {
  place: string;
  text: Text;
  what: string;
  most: (limits: ChannelLimits) => number;
}

export function checkLengths({ steps }: CompiledFlow, { limits }: CheckOptions): Problem[] {
  return [...steps.values()]
    .flatMap(measuredOf)
    .flatMap((measured) => limits.flatMap((channel) => tooLong(measured, channel)));
}

function tooLong({ place, text, what, most }: Measured, channel: ChannelLimits): Problem[] {
  return languages.flatMap((language) => {
    const length = lengthOf(text[language].normalize('NFC'));
    const limit = most(channel);
    if (length <= limit) return [];
    const message = `${channel.channel} shows at most ${limit} characters of ${what}, this has ${length}; shorten it`;
    return [error(`${place}.${language}`, message)];
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
  const what = type.waits ? 'a question (progress and hints stand above it)' : 'a text';
  return text ? [{ place: placeOf(id, 'text'), text, what, most }] : [];
}

function labelsOf({ id, options }: Step): Measured[] {
  return options.map(({ label, code }) => ({
    place: placeOf(id, 'options', code, 'label'),
    text: label,
    what: 'a label',
    most: ({ optionLabel }) => optionLabel,
  }));
}
