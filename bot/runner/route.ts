/**
 * Where an event goes: to the session that waits, to the flow a word or button asks for, to the greeting, to the menu.
 */
import { dialogOfCommand, readCommand } from '../../flows/commands.js';
import { type Command, commands, type Input, type Language, type Session } from '../../flows/contract.js';
import type { ChannelEvent } from '../channels/contract.js';
import { looksLikeTap, readTap } from '../channels/tap.js';
import { bringToFront, findSession, presentSession } from './conversation.js';
import { answerFlow, comeBack, endDialogs, expireFlow, goOn, isOver, startFlow, takeUp } from './play.js';
import { sayPhrase, type Turn } from './turn.js';

/** Payloads of menus and of the get-started button: the same for everybody, harmless, hence unsigned. */
const commandPayload = /^#ln:([a-z-]{1,20})$/;

/** Commands that the flow itself understands; the others leave it and open a dialog. */
const withinFlow = new Set<Command>(['stop', 'back', 'skip', 'person', 'vietnamese', 'english']);

/** Within a flow the engine answers these itself; outside they are dialogs like the others. */
const flowOf: Partial<Record<Command, string>> = {
  ...dialogOfCommand,
  person: 'person',
  vietnamese: 'vietnamese',
  english: 'english',
};

/** Something that a person put in. */
export function routeInput(turn: Turn, event: ChannelEvent): void {
  turn.played.clear();
  endOldSessions(turn);
  const before = presentSession(turn.conversation);
  routeByKind(turn, event);
  goOn(turn);
  followIntent(turn);
  goOn(turn);
  comeBack(turn, before);
}

function routeByKind(turn: Turn, event: ChannelEvent): void {
  switch (event.kind) {
    case 'tap':
      return routeTap(turn, event.payload);
    case 'text':
      return looksLikeTap(event.text) ? routeTap(turn, event.text) : routeText(turn, event.text);
    case 'opened':
      return routeOpened(turn);
    case 'photo':
      return routeToSession(turn, { type: 'photo', urls: event.urls });
    case 'location':
      return routeToSession(turn, { type: 'location', latitude: event.latitude, longitude: event.longitude });
    case 'attachment':
      return routeToSession(turn, { type: 'other', kind: event.attachment });
    case 'shared-info':
      return routeSharedInfo(turn, event);
    default:
      return;
  }
}

function routeText(turn: Turn, text: string): void {
  const command = readCommand(text);
  if (command) routeCommand(turn, command, text);
  else routeToSession(turn, { type: 'text', text });
}

function routeCommand(turn: Turn, command: Command, text: string): void {
  const session = presentSession(turn.conversation);
  if (session && withinFlow.has(command)) return answerFlow(turn, session, { type: 'command', command, text });
  if (needsGreeting(turn)) return greet(turn, command);
  if (command === 'stop' || command === 'back' || command === 'skip') {
    sayPhrase(turn, 'route.nothing-open');
    return startFlow(turn, 'menu');
  }
  const flow = flowOf[command];
  if (flow) turn.next = { flow, resume: false };
}

const isCommand = (word: string | undefined): word is Command => commands.some((command) => command === word);

/** `#ln:start`, `#ln:menu` … from menus; everything else must be a signed button of ours. */
function routeTap(turn: Turn, payload: string): void {
  const command = commandPayload.exec(payload)?.[1];
  if (command === 'start') return routeOpened(turn);
  if (isCommand(command)) return routeCommand(turn, command, payload);
  const tap = readTap(turn.tools.keys.tapKey, turn.contact.id, payload);
  if (!tap) {
    turn.counts.push('tap-forged');
    return routeToSession(turn, { type: 'text', text: payload });
  }
  const session = findSession(turn.conversation, tap.session);
  if (!session) return oldButton(turn);
  if (session.id !== presentSession(turn.conversation)?.id) bringForward(turn, session);
  answerFlow(turn, session, { type: 'tap', node: tap.node, option: tap.option });
}

function bringForward(turn: Turn, session: Session): void {
  endDialogs(turn);
  bringToFront(turn.conversation, session);
}

/** A button of a conversation that has ended: said so, and shown what can be done now. */
function oldButton(turn: Turn): void {
  turn.counts.push('tap-old');
  const session = presentSession(turn.conversation);
  sayPhrase(turn, 'route.old-button');
  if (session) takeUp(turn, session);
  else openMenu(turn);
}

function routeToSession(turn: Turn, input: Input): void {
  const session = presentSession(turn.conversation);
  if (session) return answerFlow(turn, session, input);
  if (needsGreeting(turn)) return greet(turn);
  sayPhrase(turn, 'route.not-understood');
  openMenu(turn);
}

function routeOpened(turn: Turn): void {
  const session = presentSession(turn.conversation);
  if (session) return takeUp(turn, session);
  if (needsGreeting(turn)) return greet(turn);
  openMenu(turn);
}

function routeSharedInfo(turn: Turn, event: Extract<ChannelEvent, { kind: 'shared-info' }>): void {
  const { sealer } = turn.tools.keys;
  turn.writes.profiles.push({
    contactId: turn.contact.id,
    nameSealed: event.name ? sealer.seal(event.name) : null,
    phoneSealed: event.phone ? sealer.seal(event.phone) : null,
  });
  if (event.phone && presentSession(turn.conversation)) {
    routeToSession(turn, { type: 'phone', phone: event.phone, ...(event.name && { name: event.name }) });
  }
}

// ── greeting and menu ───────────────────────────────────────────────────────────────────────────────────────────────────────

const needsGreeting = (turn: Turn): boolean => !turn.conversation.greeted;

/**
 * The first message says that a machine is speaking and who runs it. What the person came for follows at once: whoever wants an official,
 * or their data erased, need not agree to anything before.
 */
function greet(turn: Turn, command?: Command): void {
  turn.conversation.greeted = true;
  const language = command && languageOf[command];
  if (language) turn.language = turn.contact.language = language;
  startFlow(turn, 'greeting');
  const flow = command && flowOf[command];
  if (flow && !language && flow !== 'menu') turn.next = { flow, resume: false };
}

const languageOf: Partial<Record<Command, Language>> = { vietnamese: 'vi', english: 'en' };

function openMenu(turn: Turn): void {
  turn.next = { flow: 'menu', resume: false };
}

/** What the person came for, once nothing else waits for them. */
function followIntent(turn: Turn): void {
  const { conversation } = turn;
  const present = presentSession(conversation);
  if (!conversation.intent || !turn.contact.consented || (present && present.flow !== 'menu')) return;
  const flow = conversation.intent;
  delete conversation.intent;
  if (present) dropMenu(turn);
  startFlow(turn, flow);
}

/** The menu that the greeting has just opened is not said to somebody who already told what they want. */
function dropMenu(turn: Turn): void {
  const menu = presentSession(turn.conversation);
  turn.conversation.sessions.shift();
  turn.spoken = turn.spoken.filter(
    (spoken) => !spoken.message.options?.some((option) => option.tap.session === menu?.id),
  );
}

/** Sessions whose time is over end before anything else is looked at; only the one that was going on says goodbye. */
export function endOldSessions(turn: Turn): void {
  const present = presentSession(turn.conversation);
  for (const session of [...turn.conversation.sessions]) {
    if (!isOver(turn, session)) continue;
    const spoken = turn.spoken.length;
    expireFlow(turn, session);
    if (session.id !== present?.id) turn.spoken.length = spoken;
  }
  turn.next = null;
}
