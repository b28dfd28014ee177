import type { Config } from '../bot/runtime/config.js';
import type { Running } from './serve.js';

/** What the person who started it sees: one screen, in both languages, nothing to look up elsewhere. */
export function describeStart(config: Config, running: Running): string {
  const lines = ['', '  Lắng Nghe', ''];
  const add = (label: string, value: string): void => void lines.push(`  ${label.padEnd(32)} ${value}`);
  if (running.sandbox) add('Hai điện thoại / two phones', `${running.publicUrl}/sandbox`);
  if (config.role !== 'worker') {
    add('API', `${running.publicUrl}/api/docs`);
    add('Webhooks', `${running.publicUrl}/webhooks/zalo, ${running.publicUrl}/webhooks/messenger`);
  }
  add('Sức khoẻ / health', `${running.address}/readyz, ${running.address}/metrics`);
  add('Dữ liệu / data', running.databasePlace);
  add('Hàng việc / jobs', config.redisUrl ? 'Redis' : 'PostgreSQL');
  if (running.firstLogin) {
    const { email, password } = running.firstLogin;
    lines.push('', `  Tài khoản quản trị đầu tiên, chỉ hiện lần này / first administrator, shown only now:`);
    lines.push(`    ${email}   ${password ?? '(ADMIN_PASSWORD)'}`);
  }
  lines.push('', '  Ctrl-C để dừng / to stop', '', '');
  return lines.join('\n');
}
