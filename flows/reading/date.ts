/**
 * Reads a date as people in Vietnam type it (day before month): "3/9/2026", "3-9", "3 tháng 9", "hôm qua", "2026-09-03".
 * The clock is the caller's; days begin at midnight in Vietnam, which has kept UTC+7 without summer time since 1975.
 */
import { maxTypedLength } from '../limits.js';
import { fold } from './fold.js';

const dayMs = 24 * 60 * 60 * 1000;
const vietnamOffsetMs = 7 * 60 * 60 * 1000;

const relative = new Map([
  ['hom nay', 0],
  ['bua nay', 0],
  ['today', 0],
  ['hom qua', -1],
  ['bua qua', -1],
  ['yesterday', -1],
  ['hom kia', -2],
  ['ngay mai', 1],
  ['mai', 1],
  ['tomorrow', 1],
]);

export type DateReading =
  | { found: true; date: string }
  /** `impossible`: it looks like a date, but there is no such day (31/4, 29/2 of a common year). */
  | { found: false; impossible: boolean };

/** Today in Vietnam, as YYYY-MM-DD. */
export const today = (at: number): string => new Date(at + vietnamOffsetMs).toISOString().slice(0, 10);

const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const dayFirst = /^(?:ngay )?(\d{1,2}) ?[-/.] ?(\d{1,2})(?: ?[-/.] ?(\d{4}|\d{2}))?$/;
const inWords = /^(?:ngay )?(?:mung |mong )?(\d{1,2}) thang (\d{1,2})(?:(?: nam|,)? (\d{4}))?$/;

export function readDate(text: string, at: number): DateReading {
  if (text.length > maxTypedLength || !Number.isFinite(at)) return { found: false, impossible: false };
  const typed = fold(text);
  const days = relative.get(typed);
  if (days !== undefined) return { found: true, date: today(at + days * dayMs) };
  const [, year, month, day] = iso.exec(typed) ?? [];
  if (year) return calendar(Number(year), Number(month), Number(day));
  const [, d, m, y] = dayFirst.exec(typed) ?? inWords.exec(typed) ?? [];
  return d ? withYear(Number(d), Number(m), y, at) : { found: false, impossible: false };
}

/** Without a year the last such day is meant: people tell what has happened. */
function withYear(day: number, month: number, year: string | undefined, at: number): DateReading {
  if (year) return calendar(Number(year) + (year.length === 2 ? 2000 : 0), month, day);
  const thisYear = Number(today(at).slice(0, 4));
  const reading = calendar(thisYear, month, day);
  return reading.found && reading.date > today(at) ? calendar(thisYear - 1, month, day) : reading;
}

/** JavaScript turns 31/4 into 1/5; a day that moved does not exist. */
function calendar(year: number, month: number, day: number): DateReading {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { found: true, date: date.toISOString().slice(0, 10) } : { found: false, impossible: true };
}

/** 03/09/2026, as people write it in Vietnam. */
export const showDate = (date: string): string => date.split('-').reverse().join('/');
