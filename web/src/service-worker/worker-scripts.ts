// worker-scripts.ts — which workers' scripts are the browser's own affair: those that the server
// sends with the header that an isolated page wants of them.
// Invariants: 1. A script is left alone only if the server's latest answer that was seen had it.
//             2. A worker that is started once more (its address has a query) never is: what
//                stood against the first start, a lost network for one, stands against the next.

/** The part of a Response that is needed. */
interface Answer {
  headers: Headers;
}

export const isIsolated = ({ headers }: Answer): boolean =>
  headers.has('Cross-Origin-Embedder-Policy');

export class WorkerScripts {
  private readonly isolated = new Set<string>();

  /** An answer of the server's, from the network or as it was kept. */
  saw(file: string, answer: Answer): void {
    if (isIsolated(answer)) this.isolated.add(file);
    else this.isolated.delete(file);
  }

  /** `file`: the name within the site that the address has. */
  isLeftAlone(file: string, address: string, isOnline: boolean): boolean {
    return isOnline && this.isolated.has(file) && new URL(address).search === '';
  }
}
