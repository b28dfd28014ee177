/** Makes elements without a template language. */

/**
 * `element('button.primary', { onclick, type: 'button' }, 'Gửi')`. Children: nodes, texts, or nothing.
 * @param {string} kind tag and classes
 * @param {Record<string, unknown>} [properties] `aria…` and `data-…` become attributes
 * @param {...(Node | string | null | undefined | false)} children
 */
export function element(kind, properties = {}, ...children) {
  const [tag, ...classes] = kind.split('.');
  const node = document.createElement(tag || 'div');
  if (classes.length > 0) node.className = classes.join(' ');
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.includes('-') || name === 'role' || name === 'for') node.setAttribute(name, String(value));
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** @param {string} kind @param {Record<string, unknown>} properties @param {...(Node | string | null | undefined | false)} children */
export const button = (kind, properties, ...children) =>
  element(`button${kind}`, { type: 'button', ...properties }, ...children);

const svg = 'http://www.w3.org/2000/svg';

/** Own line drawings on a 24 × 24 sheet. */
const drawings = {
  back: 'M15 5l-7 7 7 7',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  checks: 'M2.500 12.500l4 4L14 8.500M11 15l1.500 1.500L20.500 8.500',
  clock: 'M12 7v5l3.500 2M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17z',
  warn: 'M12 4l9 16H3zM12 10v4.500M12 17.200v.3',
  plus: 'M12 5v14M5 12h14',
  send: 'M4 12l16-8-5.500 16-3-6.500zM20 4l-8.500 9.500',
  smile:
    'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM8.500 14.200c1.600 2.600 5.400 2.600 7 0M9 9.500v.5M15 9.500v.5',
  photo: 'M4 5.500h16v13H4zM4 16l4.500-4.500 4 4 2.500-2.500 5 4.500M15.500 9.200v.1',
  place:
    'M12 21c4.500-5 6.500-8 6.500-11a6.500 6.500 0 1 0-13 0c0 3 2 6 6.500 11zM12 12.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z',
  file: 'M6.500 3.500h7l4 4v13h-11zM13.500 3.500v4h4',
  voice:
    'M12 4a2.500 2.500 0 0 1 2.500 2.500v5a2.500 2.500 0 0 1-5 0v-5A2.500 2.500 0 0 1 12 4zM6.500 11.500a5.500 5.500 0 0 0 11 0M12 17v3.500',
  menu: 'M4.500 7h15M4.500 12h15M4.500 17h15',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  phone:
    'M6 4h3.500l1.500 4-2 1.500c1 2.500 3 4.500 5.500 5.500l1.500-2 4 1.500V18c0 1-1 2-2 2C10.500 20 4 13.500 4 6c0-1 1-2 2-2z',
  video: 'M3.500 7h11v10h-11zM14.500 11l6-3.500v9l-6-3.500',
  info: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM12 11v5M12 8v.2',
  in: 'M19 12H5M11 6l-6 6 6 6',
  out: 'M5 12h14M13 6l6 6-6 6',
  close: 'M6 6l12 12M18 6L6 18',
  heart:
    'M12 20C6 15.500 3.500 12.500 3.500 9.200A4.500 4.500 0 0 1 12 7a4.500 4.500 0 0 1 8.500 2.200C20.500 12.500 18 15.500 12 20z',
  person:
    'M12 11.500a3.800 3.800 0 1 0 0-7.600 3.800 3.800 0 0 0 0 7.600zM4.500 20c.8-4 3.700-6 7.500-6s6.700 2 7.500 6',
  keyboard: 'M3.500 6.500h17v11h-17zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  battery: 'M2 8h17v8H2zM22 10.500v3',
};

/** @param {keyof typeof drawings} name @param {string} [classes] */
export function icon(name, classes = '') {
  const node = document.createElementNS(svg, 'svg');
  node.setAttribute('viewBox', '0 0 24 24');
  node.setAttribute('class', `icon ${classes}`.trim());
  node.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', drawings[name]);
  node.append(path);
  return node;
}

/**
 * Draws anew only when what is shown has changed, so that focus and open menus stay.
 * @param {HTMLElement} root @param {unknown} shown all that the drawing depends on @param {() => Node[]} draw
 */
export function redraw(root, shown, draw) {
  const key = JSON.stringify(shown);
  if (root.dataset.shown === key) return;
  root.dataset.shown = key;
  root.replaceChildren(...draw());
}

/**
 * Brings a list's nodes in line with its items without touching what has not changed, so that focus and scroll stay.
 * @template T
 * @param {HTMLElement} parent
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => HTMLElement} draw
 */
export function reconcile(parent, items, keyOf, draw) {
  const known = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let at = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const present = known.get(key);
    if (present && present === at) {
      at = at.nextElementSibling;
      known.delete(key);
      continue;
    }
    const node = present ?? draw(item);
    node.dataset.key = key;
    parent.insertBefore(node, at);
    known.delete(key);
  }
  for (const node of known.values()) node.remove();
}
