import { describe, expect, test } from 'vitest';
import { keyLabel, shortcutOf } from '../src/shared/keyboard';

function press(init: KeyboardEventInit & { keyCode?: number }, on: HTMLElement = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  if (on !== document.body) document.body.append(on);
  on.dispatchEvent(event);
  return event;
}

const input = (type: string) => Object.assign(document.createElement('input'), { type });

describe('which shortcut a key press is', () => {
  test.each([
    ['a letter', press({ key: 'j' }), 'j'],
    ['with caps lock', press({ key: 'J' }), 'j'],
    ['a sign', press({ key: '?', shiftKey: true }), '?'],
    ['with Ctrl', press({ key: 'k', ctrlKey: true }), 'Mod+k'],
    ['with ⌘ and shift', press({ key: 'Z', metaKey: true, shiftKey: true }), 'Mod+Shift+z'],
    ['with Alt, which types characters', press({ key: 'j', altKey: true }), null],
    ['composing', press({ key: 'j', isComposing: true }), null],
    ['composing as WebKit sends it', press({ key: 'Enter', keyCode: 229 }), null],
    ['Escape while composing', press({ key: 'Escape', keyCode: 229 }), null],
    ['typed into a field', press({ key: 's' }, input('text')), null],
    ['typed into a search field', press({ key: 'j' }, input('search')), null],
    ['typed into a text area', press({ key: 'j' }, document.createElement('textarea')), null],
    ['undo inside a field is the field’s', press({ key: 'z', ctrlKey: true }, input('text')), null],
    ['the palette from a field', press({ key: 'k', ctrlKey: true }, input('text')), 'Mod+k'],
    ['Escape from a field', press({ key: 'Escape' }, input('text')), 'Escape'],
    ['on a radio button', press({ key: 'j' }, input('radio')), 'j'],
    ['on a list of choices', press({ key: 'j' }, document.createElement('select')), null],
  ])('%s', (_, event, expected) => expect(shortcutOf(event)).toBe(expected));
});

test.each([
  ['Mod+k', true, '⌘K'],
  ['Mod+k', false, 'Ctrl K'],
  ['Mod+Shift+z', true, '⌘⇧Z'],
  ['ArrowDown', false, '↓'],
])('%s is written for a Mac (%s) as %s', (key, mac, label) => expect(keyLabel(key, mac)).toBe(label));
