// icons.ts — the page's icons: 16 px, one stroke width, no text of their own (buttons have names).

import { svg, html, type TemplateResult, type SVGTemplateResult } from 'lit';

function icon(shape: SVGTemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"
    focusable="false">${shape}</svg>`;
}

export const runIcon = icon(svg`<path d="M5 3.2v9.6l7.4-4.8z" class="icon-filled"/>`);
export const stopIcon = icon(
  svg`<rect x="4" y="4" width="8" height="8" rx="1" class="icon-filled"/>`);
export const resetIcon = icon(svg`<path d="M3 3.5v3.2h3.2M3.3 6.5A5.2 5.2 0 1 1 2.9 9.4"/>`);
export const shareIcon = icon(
  svg`<path d="M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.3-2.3A2.6 2.6 0 0 0 9 3.3L8 4.3"/>
      <path d="M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l1-1"/>`);
export const copyIcon = icon(
  svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/>
      <path d="M10.5 3.5v-.2A1.3 1.3 0 0 0 9.2 2.5H3.8A1.3 1.3 0 0 0 2.5 3.8v5.4
        A1.3 1.3 0 0 0 3.3 10.5h.2"/>`);
export const clockIcon = icon(svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 4.8V8l2.2 1.5"/>`);
export const inputIcon = icon(svg`<path
  d="M2.5 5.5v-2h11v9h-11v-2M2 8h6.5M6.2 5.7L8.5 8l-2.3 2.3"/>`);
export const optionsIcon = icon(
  svg`<path d="M2.5 5h5M11 5h2.5M2.5 11h2.5M8.5 11h5"/><circle cx="9.2" cy="5" r="1.7"/>
      <circle cx="6.8" cy="11" r="1.7"/>`);
export const formatIcon = icon(svg`<path d="M2.5 3.5h11M5.5 6.5h8M5.5 9.5h5M2.5 12.5h11"/>`);
export const saveIcon = icon(svg`<path d="M8 2.5v8M4.7 7.3L8 10.6l3.3-3.3M3 13.5h10"/>`);
export const tabIcon = icon(svg`<path d="M9 3h4v4M13 3L7.5 8.5M11.5 9.5v3.5h-8.5v-8.5h3.5"/>`);
export const foldIcon = icon(svg`<path d="M4.5 6.2L8 9.8l3.5-3.6"/>`);
export const openIcon = icon(svg`<path d="M2.5 12.5v-9H6l1.5 2h6v7z"/>`);
export const doneIcon = icon(svg`<path d="M3.5 8.5l3 3 6-7"/>`);
export const compareIcon = icon(
  svg`<rect x="2.5" y="2.5" width="11" height="4" rx="1"/>
      <rect x="2.5" y="9.5" width="7" height="4" rx="1"/>`);
export const previousIcon = icon(svg`<path d="M9.5 4l-4 4 4 4"/>`);
export const nextIcon = icon(svg`<path d="M6.5 4l4 4-4 4"/>`);
export const smallerIcon = icon(svg`<path d="M2 12.5L5.5 4 9 12.5M3.2 9.7h4.6M11 8h4"/>`);
export const largerIcon = icon(
  svg`<path d="M2 12.5L5.5 4 9 12.5M3.2 9.7h4.6M11 8h4M13 6v4"/>`);
export const downIcon = icon(svg`<path d="M8 3v9.5M4 8.7l4 4 4-4"/>`);
export const listIcon = icon(svg`<path d="M2.5 4h11M2.5 8h11M2.5 12h11"/>`);
export const closeIcon = icon(svg`<path d="M4 4l8 8M12 4l-8 8"/>`);
export const keysIcon = icon(
  svg`<rect x="1.5" y="4" width="13" height="8.5" rx="1.5"/>
      <path d="M4.2 6.7h.1M6.7 6.7h.1M9.2 6.7h.1M11.7 6.7h.1M5 9.8h6"/>`);
export const lightIcon = icon(
  svg`<circle cx="8" cy="8" r="2.8"/><path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3
      M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9"/>`);
export const darkIcon = icon(svg`<path d="M13.3 9.6A5.7 5.7 0 0 1 6.4 2.7
      a5.7 5.7 0 1 0 6.9 6.9z"/>`);
export const autoIcon = icon(
  svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z"
      class="icon-filled"/>`);
