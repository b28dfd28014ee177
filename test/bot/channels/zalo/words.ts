/** The channel's words as a Vietnamese citizen reads them. */
const vietnamese: Record<string, string> = {
  'numbered.hint': 'Anh/chị vui lòng trả lời bằng số tương ứng.',
  'wants.phone': 'Anh/chị bấm vào đây để chia sẻ, hoặc nhập số điện thoại.',
  'wants.location': 'Anh/chị bấm dấu + cạnh ô nhập tin nhắn, rồi chọn Vị trí.',
  'wants.photo': 'Anh/chị bấm biểu tượng hình ảnh cạnh ô nhập tin nhắn, rồi chọn ảnh.',
};

export const words = (key: string): string => vietnamese[key] ?? `missing: ${key}`;
