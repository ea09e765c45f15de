// flow-gestures.ts — pan and zoom of the picture by wheel, drag and pinch, and by the page.
// The plain wheel moves along the picture; with Ctrl or Cmd, and by pinch, it zooms.

import { select, type Selection } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior, type ZoomTransform }
  from 'd3-zoom';

export interface GestureHost {
  readonly upright: boolean;
  /** The part in sight, in pixels along the picture. */
  readonly visible: number;
  /** The picture's length in positions. */
  readonly length: number;
  /** The least and the largest zoom. */
  readonly zooms: [number, number];
  /** The view has moved; `across`: how far the lanes were dragged. */
  moved(zoom: number, offset: number, byReader: boolean, across: number): void;
}

/** Kept free at both ends of the picture. */
export const endPixels = 24;

export class Gestures {
  private readonly host: GestureHost;
  private readonly behaviour: ZoomBehavior<HTMLElement, unknown>;
  private readonly target: Selection<HTMLElement, unknown, null, undefined>;
  private last: ZoomTransform = zoomIdentity;

  constructor(element: HTMLElement, host: GestureHost) {
    this.host = host;
    this.target = select(element);
    this.behaviour = zoom<HTMLElement, unknown>()
      .filter((event: Event) => event instanceof WheelEvent ? event.ctrlKey || event.metaKey
        : !(event instanceof MouseEvent) || (!event.ctrlKey && event.button === 0))
      .constrain((transform) => this.constrained(transform))
      .on('zoom', (event: D3ZoomEvent<HTMLElement, unknown>) => this.zoomed(event));
    this.target.call(this.behaviour).on('dblclick.zoom', null);
    element.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
  }

  /** Shows the picture so; the limits hold. */
  set(zoomTo: number, offset: number): void {
    this.behaviour.scaleExtent(this.host.zooms);
    const [least, most] = this.host.zooms;
    const scale = Math.min(Math.max(zoomTo, least), most);
    const { upright } = this.host;
    const [x, y] = upright ? [0, offset] : [offset, 0];
    this.target.call(this.behaviour.transform, this.constrained(
      zoomIdentity.translate(x, y).scale(scale)));
  }

  private constrained({ k, x, y }: ZoomTransform): ZoomTransform {
    const { upright, length, visible } = this.host;
    const least = Math.min(endPixels, visible - endPixels - length * k);
    const along = Math.min(Math.max(upright ? y : x, least), endPixels);
    return zoomIdentity.translate(upright ? x : along, upright ? along : y).scale(k);
  }

  private zoomed({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>): void {
    const { upright } = this.host;
    const { last } = this;
    this.last = transform;
    const across = transform.k === last.k && sourceEvent
      ? (upright ? transform.x - last.x : transform.y - last.y) : 0;
    this.host.moved(transform.k, upright ? transform.y : transform.x, Boolean(sourceEvent), across);
  }

  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const { upright } = this.host;
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
    // Across the picture the browser scrolls the lanes, if they need it.
    const scroller = (event.currentTarget as HTMLElement).closest('.flow-scroll');
    if (upright && isSideways) return;
    const scrolls = scroller && scroller.scrollHeight > scroller.clientHeight;
    if (!upright && !isSideways && scrolls) return;
    event.preventDefault();
    const by = -(event.deltaX || event.deltaY) * pixels;
    const [x, y] = upright ? [0, -event.deltaY * pixels] : [by, 0];
    const { k } = this.last;
    this.target.call(this.behaviour.translateBy, x / k, y / k);
    this.host.moved(this.last.k, upright ? this.last.y : this.last.x, true, 0);
  }
}
