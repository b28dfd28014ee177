/**
 * The words with a fixed meaning everywhere, as people type them: with or without marks, in any case, in Vietnamese or English.
 * Only the whole text counts, so "dừng xe ở đâu" stays an answer; and marks that are typed must be the right ones, so "đúng" (right)
 * is not "dừng" (stop).
 */
import type { Command } from './contract.js';
import { fold, plain } from './reading/fold.js';

const wordings: Record<Command, string[]> = {
  menu: ['menu', 'menu chính', 'danh mục', 'bắt đầu', 'start', 'main menu'],
  survey: ['khảo sát', 'làm khảo sát', 'trả lời khảo sát', 'survey', 'surveys', 'take the survey'],
  ask: ['hỏi đáp', 'đặt câu hỏi', 'tôi muốn hỏi', 'ask', 'ask a question', 'question'],
  consult: ['xin ý kiến', 'góp ý kiến', 'consult', 'consultation', 'consultations'],
  stop: ['dừng', 'dừng lại', 'dừng khảo sát', 'thoát', 'kết thúc', 'stop', 'quit', 'exit'],
  back: ['quay lại', 'quay lại câu trước', 'trở lại', 'câu trước', 'back', 'go back', 'previous'],
  skip: ['bỏ qua', 'bỏ qua câu này', 'skip', 'skip this question'],
  person: [
    'cán bộ',
    'gặp cán bộ',
    'hỏi cán bộ',
    'nói chuyện với cán bộ',
    'gặp người',
    'gặp người thật',
    'official',
    'talk to an official',
    'talk to a person',
    'human',
  ],
  'opt-out': [
    'ngừng nhận tin',
    'ngưng nhận tin',
    'dừng nhận tin',
    'huỷ nhận tin',
    'hủy nhận tin',
    'không nhận tin nữa',
    'unsubscribe',
    'opt out',
    'opt-out',
  ],
  'opt-in': ['nhận tin', 'nhận tin lại', 'đăng ký nhận tin', 'subscribe', 'opt in', 'opt-in'],
  'my-data': ['dữ liệu của tôi', 'dữ liệu', 'rút đồng ý', 'rút lại đồng ý', 'my data', 'withdraw consent'],
  erase: [
    'xoá dữ liệu',
    'xóa dữ liệu',
    'xoá dữ liệu của tôi',
    'xóa dữ liệu của tôi',
    'erase',
    'erase my data',
    'delete my data',
    'delete data',
  ],
  vietnamese: ['tiếng việt', 'vietnamese'],
  english: ['english', 'tiếng anh', 'in english'],
  help: ['trợ giúp', 'giúp', 'giúp đỡ', 'giúp tôi', 'hướng dẫn', 'help'],
};

interface Wording {
  command: Command;
  words: string[];
}

const byFolded = new Map<string, Wording[]>();
for (const [command, texts] of Object.entries(wordings) as [Command, string[]][]) {
  for (const text of texts) {
    const there = byFolded.get(fold(text)) ?? [];
    byFolded.set(fold(text), [...there, { command, words: plain(text).split(' ') }]);
  }
}

/** The longest wording has 22 characters; marks typed as separate characters may triple that. */
const longestCommand = 80;

/** The command that this text is, or null. */
export function readCommand(text: string): Command | null {
  if (text.length > longestCommand) return null;
  const typed = plain(text).split(' ');
  const found = byFolded
    .get(fold(text))
    ?.find(({ words }) => words.every((word, index) => isTyped(word, typed[index])));
  return found?.command ?? null;
}

/** A word may be typed with all its marks or with none. */
const isTyped = (word: string, typed: string | undefined): boolean => typed === word || typed === fold(word);

/** Commands that go on with a dialog of their own, whatever is going on. */
export const dialogOfCommand: Partial<Record<Command, string>> = {
  menu: 'menu',
  survey: 'pick-survey',
  ask: 'ask',
  consult: 'consult',
  'my-data': 'my-data',
  erase: 'erase',
  'opt-out': 'opt-out',
  'opt-in': 'opt-in',
  help: 'help',
};
