// sketch.ts — shapes in the picture's own directions: along it, where time goes, and across it,
// from lane to lane. Upright pictures run down, the others to the right.

import { type Colour, type MarkForm, type Shape, type TextAnchor } from './shapes.ts';

export interface Style {
  colour: Colour;
  opacity?: number | undefined;
}

export class Sketch {
  readonly shapes: Shape[] = [];
  private readonly upright: boolean;

  constructor(upright: boolean) {
    this.upright = upright;
  }

  line(along: [number, number], across: [number, number],
       style: Style & { width: number; dashed?: boolean }): void {
    const [x1, y1, x2, y2] = this.ends(along, across);
    this.push({ kind: 'line', x1, y1, x2, y2 }, style);
  }

  arrow(along: [number, number], across: [number, number],
        style: Style & { width: number }): void {
    const [x1, y1, x2, y2] = this.ends(along, across);
    this.push({ kind: 'arrow', x1, y1, x2, y2 }, style);
  }

  box(along: [number, number], across: [number, number],
      style: Style & { outlined?: boolean }): void {
    const [x, y, x2, y2] = this.ends(along, across);
    this.push({ kind: 'box', x, y, width: x2 - x, height: y2 - y }, style);
  }

  mark(along: number, across: number, form: MarkForm, style: Style): void {
    const [x, y] = this.point(along, across);
    this.push({ kind: 'mark', x, y, form }, style);
  }

  /** Text lies as it is read, whatever the direction; `shift` moves it in pixels. */
  text(along: number, across: number, text: string,
       style: Style & { anchor?: TextAnchor; isCode?: boolean; strong?: boolean;
         shift?: [x: number, y: number] }): void {
    if (text === '') return;
    const { shift = [0, 0], anchor = 'start', ...rest } = style;
    const [x, y] = this.point(along, across);
    this.push({ kind: 'text', x: x + shift[0], y: y + shift[1], text, anchor }, rest);
  }

  get texts(): (Shape & { kind: 'text' })[] {
    return this.shapes.filter((shape) => shape.kind === 'text');
  }

  private push(shape: object, style: Style): void {
    const { opacity, ...rest } = style;
    this.shapes.push({ ...shape, ...rest, ...(opacity === undefined || opacity === 1 ? {}
      : { opacity }) } as Shape);
  }

  private ends(along: [number, number], across: [number, number]):
    [number, number, number, number] {
    return [...this.point(along[0], across[0]), ...this.point(along[1], across[1])];
  }

  private point(along: number, across: number): [number, number] {
    return this.upright ? [across, along] : [along, across];
  }
}
