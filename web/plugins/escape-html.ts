// escape-html.ts — text in pages generated at build time, between tags or in an attribute.

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
