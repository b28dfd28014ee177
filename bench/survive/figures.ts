import { atMost, exactly, type Figure, figure, median, percentile } from '../stage/figures.js';
import type { Survival } from './run.js';

/** Zalo wants its 200 within 2 s, Meta within 5. */
const ackWithinMs = 2_000;

export function surviveFigures({
  verdict,
  kills,
  counts,
  answeredMs,
  surveys,
  answers,
  messages,
  seconds,
}: Survival): Figure[] {
  const inFlight = kills.reduce((sum, kill) => sum + kill.inFlight, 0);
  const recovered = kills.map(({ recoveredMs }) => recoveredMs).filter((ms) => ms !== null);
  const started = kills.map(({ startedMs }) => startedMs).filter((ms) => ms !== null);
  const none = exactly(0);
  const told = (name: string, value: number, unit: string, target?: Parameters<typeof figure>[0]['target']) =>
    figure({ name, value, unit, ...(target && { target }) });
  return [
    told('kills', kills.length, 'times'),
    told('surveys finished meanwhile', surveys, 'surveys'),
    told('answers given', answers, 'answers'),
    told('messages accepted by the platforms', messages, 'messages'),
    told('webhooks brought', counts.webhooks, 'webhooks'),
    told('  tries', counts.tries, 'requests'),
    told('  brought twice', counts.duplicated, 'webhooks'),
    told('  brought late, overtaken by others', counts.late, 'webhooks'),
    told('acknowledged but lost', verdict.acknowledgedButLost, 'events', none),
    told('answers lost or wrong', verdict.answersLostOrWrong, 'answers', none),
    told('answers stored twice or never given', verdict.answersTooMany, 'answers', none),
    told('out of order', verdict.outOfOrder, 'messages and answers', none),
    told('replies that never came', verdict.repliesMissing, 'messages', none),
    told('people stuck at the end', verdict.stuck, 'people', none),
    told(`replies sent twice (in flight at the kills: ${inFlight})`, verdict.sentTwice, 'messages', atMost(inFlight)),
    told('a webhook answered 200 within, p99', percentile(answeredMs, 0.99), 'ms', atMost(ackWithinMs)),
    told('from the kill to the next reply, median', median(recovered), 'ms'),
    told('from the kill to the next reply, longest', Math.max(...recovered), 'ms'),
    told('  of which starting, median', median(started), 'ms'),
    told('the whole', seconds, 's'),
  ];
}
