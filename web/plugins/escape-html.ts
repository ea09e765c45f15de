// escape-html.ts — text for the pages that are made at build time, between tags or in an attribute.

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
