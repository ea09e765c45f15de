// editor-keys.ts — keys that both editors know; by code, since Alt changes the character on a Mac.

export function isFormatKey(event: KeyboardEvent): boolean {
  return event.code === 'KeyF' && event.shiftKey && event.altKey && !event.ctrlKey;
}

export function isTabModeKey(event: KeyboardEvent): boolean {
  return event.code === 'KeyM' && event.ctrlKey && !event.altKey && !event.metaKey;
}
