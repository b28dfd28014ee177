/** Does what a typed command says, here and now. */
import { dialogOfCommand } from '../commands.js';
import type { Command, Input, Language } from '../contract.js';
import { namedBy } from '../reading/choice.js';
import { answer } from './answer.js';
import { ask } from './ask.js';
import { back } from './back.js';
import type { Step } from './compile.js';
import { finish } from './finish.js';
import { skip } from './skip.js';
import { note, say, type Turn, word } from './turn.js';

export function obey(turn: Turn, step: Step, { command, text }: Extract<Input, { type: 'command' }>): void {
  // A label of the present question means that option, whatever it may mean elsewhere ("Tiếng Việt", "Khảo sát").
  if (namedBy(text, step.options).length > 0) return answer(turn, step, { type: 'text', text });
  delete turn.session.change;
  switch (command) {
    case 'back':
      return back(turn);
    case 'skip':
      return skip(turn, step);
    case 'stop':
      return stop(turn);
    case 'person':
      return callPerson(turn);
    case 'vietnamese':
      return speak(turn, 'vi');
    case 'english':
      return speak(turn, 'en');
    default:
      return goTo(turn, command);
  }
}

function stop(turn: Turn): void {
  const isSurvey = turn.flow.flow.kind === 'survey';
  note(turn, isSurvey ? 'stopped' : 'stopped-dialog');
  finish(turn, 'stopped');
}

function callPerson(turn: Turn): void {
  turn.events.push({ type: 'person-requested', reason: 'asked' });
  say(turn, word(turn, turn.flow.flow.kind === 'survey' ? 'person-in-survey' : 'person'));
}

function speak(turn: Turn, language: Language): void {
  turn.session.language = language;
  turn.events.push({ type: 'language-chosen', language });
  note(turn, 'language-chosen');
  ask(turn);
}

/** A survey waits until the person comes back to it; a dialog is over when another one begins. */
function goTo(turn: Turn, command: Command): void {
  const isSurvey = turn.flow.flow.kind === 'survey';
  if (command === 'help' && isSurvey) {
    note(turn, 'help-in-survey');
    return ask(turn);
  }
  turn.jump = { type: 'jumped', flow: dialogOfCommand[command] ?? 'menu', resume: false };
  if (isSurvey) turn.events.push(turn.jump);
  else finish(turn, 'stopped');
}
