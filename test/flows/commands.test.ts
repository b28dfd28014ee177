import { describe, expect, it } from 'vitest';
import { dialogOfCommand, readCommand } from '../../flows/commands.js';
import { commands } from '../../flows/contract.js';
import { flows } from './universe.js';

describe('words with a fixed meaning', () => {
  it.each([
    ['menu', 'menu'],
    ['MENU', 'menu'],
    ['khảo sát', 'survey'],
    ['khao sat', 'survey'],
    ['Khảo Sát!', 'survey'],
    ['survey', 'survey'],
    ['hỏi đáp', 'ask'],
    ['hoi dap', 'ask'],
    ['xin ý kiến', 'consult'],
    ['xin y kien', 'consult'],
    ['dừng', 'stop'],
    ['DUNG', 'stop'],
    ['stop', 'stop'],
    ['quay lại', 'back'],
    ['quay lai', 'back'],
    ['bỏ qua', 'skip'],
    ['bo qua', 'skip'],
    ['  “bỏ qua”. ', 'skip'],
    ['cán bộ', 'person'],
    ['can bo', 'person'],
    ['gặp cán bộ', 'person'],
    ['ngừng nhận tin', 'opt-out'],
    ['ngung nhan tin', 'opt-out'],
    ['unsubscribe', 'opt-out'],
    ['nhận tin', 'opt-in'],
    ['nhan tin', 'opt-in'],
    ['dữ liệu của tôi', 'my-data'],
    ['du lieu cua toi', 'my-data'],
    ['rút đồng ý', 'my-data'],
    ['xoá dữ liệu', 'erase'],
    ['xóa dữ liệu', 'erase'],
    ['xoa du lieu', 'erase'],
    ['tiếng việt', 'vietnamese'],
    ['tieng viet', 'vietnamese'],
    ['english', 'english'],
    ['English', 'english'],
    ['trợ giúp', 'help'],
    ['khảo sat', 'survey'],
    ['khảo\u00a0sát', 'survey'],
    ['khảo sát'.normalize('NFD'), 'survey'],
  ])('%j is %s', (text, command) => expect(readCommand(text)).toBe(command));

  it.each([
    ['an answer that begins with one', 'dừng xe ở đâu'],
    ['an answer that contains one', 'tôi muốn gặp cán bộ tư pháp'],
    ['right, not stop', 'đúng'],
    ['use, not stop', 'dùng'],
    ['other marks', 'khảo sắt'],
    ['nothing', ''],
    ['spaces', '   '],
    ['punctuation', '?!'],
    ['a number', '5'],
    ['a long text', 'menu '.repeat(50_000)],
  ])('%s is none: %j', (_name, text) => expect(readCommand(text)).toBeNull());

  it('knows a wording for every command', () => {
    const english = ['menu', 'survey', 'ask', 'consult', 'stop', 'back', 'skip', 'official', 'opt out', 'opt in'];
    const more = ['my data', 'erase', 'vietnamese', 'english', 'help'];
    expect(new Set([...english, ...more].map(readCommand))).toEqual(new Set(commands));
  });

  it('leads to dialogs that exist', () => {
    for (const dialog of Object.values(dialogOfCommand)) expect(flows.get(dialog)?.kind).toBe('dialog');
  });
});
