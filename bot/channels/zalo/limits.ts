/**
 * What a Zalo Official Account allows. Zalo's own pages could be read only through quotations, so each number says where it comes from,
 * when it was seen and how sure it is. Try the unsure ones with a real OA before relying on them.
 */
export const limits = {
  /** Characters of a customer-service text. Official page "Gửi tin tư vấn dạng văn bản", quoted twice, 2026-09: probable. */
  text: 2000,
  /** No source tells a smaller number with buttons. 2026-10: unsure. */
  textWithOptions: 2000,
  /** Buttons of one message. Official PHP SDK (2023-12) and a live product (2026): probable. */
  buttons: 5,
  /** Characters of a button's title that are accepted. Official PHP SDK, 2023-12: probable. */
  buttonTitle: 100,
  /** Characters of a title that telephones show whole; a live product's editor stops at 20, templates at 35. 2026: probable. */
  readableTitle: 25,
  /** Characters of a query button's payload. Quoted from the official pages, 2026-08: probable. */
  payload: 1000,
  /** Title and subtitle of the form that asks for personal details. Official page on `elements`, quoted 2026: unsure. */
  formTitle: 100,
  formSubtitle: 500,
  /** Customer-service messages are free within 48 h of the person's last act (since 2026-01-01; billed up to 7 days). Probable. */
  windowHours: 48,
  /** 4,000 calls a minute for one app are 66 a second (official page on rates, quoted 2026-09: probable); the rest is for other calls. */
  ratePerSecond: 50,
} as const;
