/** What slides up over a phone: things to attach, a menu, a form. One at a time; Escape closes it. */
import { button, element, icon } from '../dom.js';
import { tell, upload } from '../server.js';
import { word } from '../words.js';
import { say } from './acts.js';

/** @param {HTMLElement} phone */
export function createSheet(phone) {
  const sheet = element('div.sheet', { hidden: true, role: 'dialog' });
  let opener = null;
  phone.append(sheet);

  function close() {
    sheet.hidden = true;
    opener?.focus();
  }
  /** @param {string} title @param {Node} content */
  function open(title, content) {
    opener = document.activeElement;
    const shut = button('.sheet-close', { 'aria-label': word('attach.close'), onclick: close }, icon('close'));
    sheet.setAttribute('aria-label', title);
    sheet.replaceChildren(element('div.sheet-head', {}, element('b', {}, title), shut), content);
    sheet.hidden = false;
    sheet.querySelector('input, .sheet-body button, .sheet-body a')?.focus();
  }
  sheet.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  return { open, close };
}

const places = [
  ['attach.hanoi', { latitude: 21.0369, longitude: 105.8346 }],
  ['attach.danang', { latitude: 16.0678, longitude: 108.2208 }],
  ['attach.saigon', { latitude: 10.7725, longitude: 106.698 }],
];

/** @param {'zalo' | 'messenger'} platform @param {{ open: Function, close: () => void }} sheet */
export function openAttachments(platform, sheet) {
  const choose = (drawing, label, act) => {
    const choice = button('.choice', {}, icon(drawing), label);
    choice.addEventListener('click', () => {
      sheet.close();
      void say(platform, act);
    });
    return choice;
  };
  const pictures = ['street', 'counter', 'paper'].map((name) =>
    choose('photo', word(`attach.${name}`), { photo: `${name}.jpg` }),
  );
  const others = [
    ...places.map(([label, location]) => choose('place', word(label), { location })),
    choose('smile', word('chat.sticker'), { sticker: true }),
    choose('voice', word('chat.voice'), { audio: true }),
    choose('file', word('chat.file'), { file: true }),
  ];
  sheet.open(word('attach.title'), element('div.sheet-body', {}, ...pictures, drawUpload(platform, sheet), ...others));
}

function drawUpload(platform, sheet) {
  const input = element('input', {
    type: 'file',
    accept: 'image/jpeg,image/png,image/webp',
    className: 'hidden-input',
  });
  const label = element('label.choice', {}, icon('photo'), word('attach.upload'), input);
  input.addEventListener('change', async () => {
    const [file] = input.files;
    sheet.close();
    if (file)
      await upload(file).then(
        ({ name }) => say(platform, { photo: name }),
        (error) => tell(error.message),
      );
  });
  return label;
}

/** Zalo's own form. @param {{ open: Function, close: () => void }} sheet @param {string} name */
export function openInfoForm(sheet, name) {
  const nameField = element('input', { value: name, autocomplete: 'off', required: true });
  const phoneField = element('input', { value: '0912 345 678', inputMode: 'tel', autocomplete: 'off', required: true });
  const form = element(
    'form.sheet-body.fields',
    {},
    element('label', {}, word('form.name'), nameField),
    element('label', {}, word('form.phone'), phoneField),
    element('button.primary', { type: 'submit' }, word('form.send')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sheet.close();
    void say('zalo', {
      info: { name: nameField.value, phone: phoneField.value.replace(/\D/g, '').replace(/^0/, '84') },
    });
  });
  sheet.open(word('form.title'), form);
}

/** One line of text for something beside the chat. @param {{ open: Function, close: () => void }} sheet */
export function openQuestion(sheet, { label, done }) {
  const field = element('input', { autocomplete: 'off', required: true });
  const form = element(
    'form.sheet-body.fields',
    {},
    element('label', {}, label, field),
    element('button.primary', { type: 'submit' }, word('chat.send')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sheet.close();
    void done(field.value);
  });
  sheet.open(label, form);
}
