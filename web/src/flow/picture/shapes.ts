// shapes.ts — what pictures consist of, whoever draws them: a canvas or an SVG file.
// Colours are names of the page's tokens (ui/tokens.css), so that one picture serves both themes.

export type Colour = 'text-strong' | 'text' | 'text-quiet' | 'line' | 'surface' | 'surface-raised'
  | 'accent' | 'waiting' | 'error' | `lane-${number}`;

export type MarkForm = 'disc' | 'ring' | 'cross' | 'diamond' | 'square' | 'bar' | 'half';

export type Shape =
  | { kind: 'line'; x1: number; y1: number; x2: number; y2: number; colour: Colour; width: number;
      dashed?: boolean; opacity?: number }
  | { kind: 'arrow'; x1: number; y1: number; x2: number; y2: number; colour: Colour;
      width: number; opacity?: number }
  | { kind: 'box'; x: number; y: number; width: number; height: number; colour: Colour;
      opacity?: number; outlined?: boolean }
  | { kind: 'text'; x: number; y: number; text: string; colour: Colour; anchor: TextAnchor;
      isCode?: boolean; strong?: boolean; opacity?: number }
  | { kind: 'mark'; x: number; y: number; form: MarkForm; colour: Colour; opacity?: number };

export type TextAnchor = 'start' | 'middle' | 'end';

export const textSize = 11;
export const markRadius = 4;
export const arrowHead = 7;

/** Roughly: faces differ, and nothing is measured here. */
const characterWidth = textSize * 0.6;

export const textWidth = (text: string): number => text.length * characterWidth;

/** Cut to a width, with a mark; '' if not even two characters fit. */
export function fitted(text: string, width: number): string {
  const room = Math.floor(width / characterWidth);
  if (text.length <= room) return text;
  return room < 2 ? '' : `${text.slice(0, room - 1)}…`;
}
